import torch
import torch.backends.cudnn as cudnn

cudnn.benchmark = True
torch.backends.cudnn.deterministic = False
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
if torch.cuda.is_available():
    torch.cuda.synchronize()
    torch.cuda.empty_cache()
    torch.backends.cudnn.benchmark = True
if torch.backends.cudnn.benchmark:
    cudnn.benchmark = torch.cuda.is_available()
