"""What ZXing-C++ reads: for each PNG in a folder a line `file<TAB>text`, once for every code in it.

Called by `cargo xtask torture plates`, which keeps zxing-cpp and pillow in an environment under target/.
"""

import pathlib
import sys

import zxingcpp
from PIL import Image

for file in sorted(pathlib.Path(sys.argv[1]).glob("*.png")):
    for code in zxingcpp.read_barcodes(Image.open(file), formats=zxingcpp.BarcodeFormat.QRCode):
        print(file.name, code.text.replace("\n", " "), sep="\t")
