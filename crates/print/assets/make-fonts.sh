#!/bin/sh
# Makes the fonts of this folder from Noto Sans SC (SIL Open Font License 1.1).
#
# Sources: npm @expo-google-fonts/noto-sans-sc (the fonts), PyPI fonttools (the subsetter), Debian
# unicode-data (Unihan field kTGH = the 8,105 characters of 通用规范汉字表). No other host is asked.
# What is kept: those characters, ASCII, punctuation of both scripts, full-width forms, ① and Ⅰ.
# What is dropped: hinting (paper and 300 dpi need none) and all layout tables (a plate sets one
# glyph a character, left to right; without them shaping costs next to nothing).
#
#   sudo apt-get install unicode-data   # once
#   crates/print/assets/make-fonts.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3
tar -xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fonttools==4.68.0

bzcat /usr/share/unicode/Unihan_OtherMappings.txt.bz2 |
    awk -F '\t' '/^U\+/ && $2 == "kTGH" { print $1 }' | sed 's/^U+//' | sort -u > table.txt
test "$(wc -l < table.txt)" -eq 8105

# Signs of names that the table leaves out: the city's places (溡源社区, 楊官村), then forms that people's
# names are registered with. All of them are in the sources; what is not there is refused by the press.
extra="溡楊堯峯羴鱻麤龘嬅娞姃妶婈暐晳徳勛濛瀞銘澔塂禕禩昰頔晧暠尛玊玍㐂凃鍂犮猋掱槑鎔鎧鎮釗鈺鈞鉅銳鋒錕
錦鍾鐘鑑鑒鏐璽瑋璿琁珮喬榮濬灝滙淩浤浵溎潔潤瀅熀燁燿爀爍牸禎竤綺緻纘荍莀觀諲謙譞貟軒輗輝閆閎靚韞
頊頤顥駿髙鵬麴龑䘵㵘㙓㴪㳺㭗㬢㫤㨗㝢㛓㚬㑺㐱吿呑囍垅壋壩奤嫆孃寕寗寧岇峇崅崑崙嵃嵕嵧嶶巌巖幵廍弌
弍悊悳惪慜扡斳旹晛曚朌朎朿柂栢栱榊榘槺樑橺檏欎欝歘氹汏汯沕沬泩渃湨湳潓灥炤烑焮煇煐煚爕狢玗玧璹畑
皝瞾礐粦綝緋纁脢菶菸"

subset() { # source file, result
    # No new time stamp: the same sources give the same bytes.
    venv/bin/pyftsubset "$1" --output-file="$here/$2" --unicodes-file=table.txt \
        --unicodes=U+0020-007E,U+00A0,U+00B0,U+00B7,U+00D7,U+2010-2015,U+2018-201D,U+2022,U+2026,U+2116,U+2160-216B,U+2460-2473,U+3000-3003,U+3007-3011,U+3013,U+3014-3017,U+FF01-FF5E,U+FFE5 \
        --text="$extra" --layout-features= --no-hinting --notdef-outline --no-recalc-timestamp \
        --drop-tables+=GSUB,GPOS,GDEF,BASE,vhea,vmtx,gasp,prep,STAT \
        --name-IDs=0,1,2,3,4,5,6,13,14
}
subset package/400Regular/NotoSansSC_400Regular.ttf NotoSansSC-Regular.subset.ttf
subset package/700Bold/NotoSansSC_700Bold.ttf NotoSansSC-Bold.subset.ttf
cp package/LICENSE_FONT "$here/OFL.txt"
ls -l "$here"
