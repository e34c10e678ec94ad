# Sourced: `fresh STAMP FILE...` says whether a step was done with just these files, `done_with` notes that it was.

fingerprint() { cat "$@" | cksum; }

fresh() { [[ -f $1 && $(<"$1") == "$(fingerprint "${@:2}")" ]]; }

done_with() { fingerprint "${@:2}" >"$1"; }
