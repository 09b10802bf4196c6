"""Every PNG of a folder, resized by a factor into another: FOLDER FACTOR INTO.

Called by `cargo xtask torture plates`: a phone's scanner sees a code at several sizes while it is brought nearer.
"""

import pathlib
import sys

from PIL import Image

folder, factor, into = pathlib.Path(sys.argv[1]), float(sys.argv[2]), pathlib.Path(sys.argv[3])
into.mkdir(exist_ok=True)
for file in sorted(folder.glob("*.png")):
    picture = Image.open(file)
    size = (round(picture.width * factor), round(picture.height * factor))
    picture.resize(size, Image.Resampling.LANCZOS).save(into / file.name, compress_level=1)
