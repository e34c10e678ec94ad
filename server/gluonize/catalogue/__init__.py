"""The catalogue of PyTorch names and their MXNet equivalents: data only, a leaf of the architecture."""

from gluonize.catalogue.catalogue import Catalogue, load_catalogue, mappings_folder, read_catalogue
from gluonize.catalogue.model import TARGETS, Category, Entry, Evidence, Hint, Parameter, Signature, Target

__all__ = [
    "TARGETS",
    "Catalogue",
    "Category",
    "Entry",
    "Evidence",
    "Hint",
    "Parameter",
    "Signature",
    "Target",
    "load_catalogue",
    "mappings_folder",
    "read_catalogue",
]
