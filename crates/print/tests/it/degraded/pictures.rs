//! Pictures of plates as phones take them on bad days, made from a seed. All that is assumed about bad
//! days stands in this file, as ranges that are drawn from evenly.
//!
//! Every picture, whatever else befalls it: 4 to 8 pixels a module (a telephone half a metre to a metre
//! away from an A4 plate), the plate turned by up to 5°, light that falls off by up to 15 % across it, a
//! sensor's grain of 2 shades (of 255, standard deviation), and JPEG at quality 80 to 92.
//!
//! | On top of that | |
//! | --- | --- |
//! | `blur` | Gaussian, σ 0.2 to 0.4 modules: out of focus or shaken; at 0.4 a line of alternating modules keeps 45 % of its contrast |
//! | `blur-heavy` | σ 0.4 to 0.55 modules: words of the plate's size can no longer be read |
//! | `tilt` | leaning by 15° to 30° towards any side, turned by up to 20°, from 0.35 to 0.7 m |
//! | `contrast` | 30 to 70 shades between ink and paper, paper at 110 to 230, grain of 3, light falls off by 30 % |
//! | `stain` | one blot of 5 % of the code's area, dark, gray or white, opaque; anywhere on the code but on the position marks |
//! | `stain-marks` | the same blot anywhere on the code, position marks included |
//! | `photocopy` | corners rounded (σ 0.2 modules, half a millimetre on A4), toner spread or lost by up to 0.12 modules an edge, hard contrast, black and white specks (each 0.3 % of the area), two streaks half a millimetre (a fifth of a module) wide that lost 40 % of their toner, skewed by up to 2° |
//!
//! To add one: a name in [`DEGRADATIONS`] and an arm in [`Studio::shot`].

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage};
use print::{Expectation, Format, Layout, PlateContent, Press, check_photo};

/// What can befall a picture, and the share that must read, in percent. Two are told and have no mark to
/// reach: they show where readers end. Without one of its position marks most find no code, and ZBar gives
/// up from a blur of 0.42 modules on.
pub const DEGRADATIONS: [(&str, Option<u32>); 7] = [
    ("blur", Some(95)),
    ("blur-heavy", None),
    ("tilt", Some(95)),
    ("contrast", Some(95)),
    ("stain", Some(95)),
    ("stain-marks", None),
    ("photocopy", Some(95)),
];

/// A plate as it left the press.
pub struct Plate {
    pub url: String,
    picture: Shades,
    /// Upper left corner, side and modules of the code in the picture.
    code: (f32, f32, f32),
    modules: usize,
}

/// A picture, and what it was made with: to look for the reason when it does not read.
pub struct Shot<'a> {
    pub picture: GrayImage,
    /// What its code says.
    pub url: &'a str,
    /// Its pixels a module, blur, and so on, in words.
    pub made: String,
}

/// Makes pictures of a few plates.
pub struct Studio {
    plates: Vec<Plate>,
}

impl Studio {
    /// `count` plates of the standard layout. With `crop` only the code and a fifth of its side around
    /// are kept: quicker.
    pub fn new(count: u32, crop: bool) -> Self {
        let press = Press::new().expect("the fonts are embedded");
        let mut plates = Vec::new();
        let layout = Layout::builtin("henan-2023-a4").expect("a built-in layout");
        for i in 0..count {
            let mut random = Random(0x0DD5_EED5 + u64::from(i));
            let code: String =
                (0..8).map(|_| *random.pick(b"23456789ABCDEFGHJKMNPQRSTUVWXYZ") as char).collect();
            let content = PlateContent {
                url: format!("https://hp.example.cn/w/{code}"),
                hall: "示例市示例区示例街道示例社区便民服务中心".into(),
                staff: None,
                window: format!("综合受理 {} 号窗口（示例）", i + 1),
                code,
                host: "hp.example.cn".into(),
                demo: i % 2 == 1,
            };
            let file = press.plate(&layout, &content, Format::Png).expect("a plate");
            plates.push(Plate::new(&file, content.url, crop));
        }
        Self { plates }
    }

    /// The picture of this degradation and number: always the same.
    pub fn shot(&self, degradation: &str, number: u32) -> Shot<'_> {
        let salt = degradation.bytes().fold(17, |sum: u64, b| sum.wrapping_mul(131) ^ u64::from(b));
        let mut random = Random(salt.wrapping_mul(0x9E37_79B9) ^ (u64::from(number) << 20));
        let plate = &self.plates[number as usize % self.plates.len()];
        let mut print = plate.picture.clone();
        let module = plate.code.2 / plate.modules as f32;
        let mut camera = Camera::usual(&mut random);
        let mut made = String::new();
        match degradation {
            "blur" => camera.blur = random.between(0.2, 0.4),
            "blur-heavy" => camera.blur = random.between(0.4, 0.55),
            "tilt" => {
                camera.lean = random.between(15.0, 30.0);
                camera.turn = random.between(-20.0, 20.0);
                camera.distance = random.between(0.35, 0.7);
            }
            "contrast" => {
                let (paper, span) = (random.between(110.0, 230.0), random.between(30.0, 70.0));
                print.each(|v| paper - span * (1.0 - v / 255.0));
                camera.grain = 3.0;
                camera.fall = 0.3;
            }
            "stain" => print.stain(plate, false, &mut random),
            "stain-marks" => print.stain(plate, true, &mut random),
            "photocopy" => {
                made = print.photocopy(plate, &mut random);
                camera.turn += random.between(-2.0, 2.0);
            }
            other => panic!("there is no degradation {other}"),
        }
        let picture = camera.shoot(&print, module, &mut random);
        made += &format!(
            " {:.1} pixels a module, blur {:.2}, lean {:.0}°",
            camera.pixels_a_module, camera.blur, camera.lean
        );
        Shot { picture, url: &plate.url, made }
    }
}

impl Plate {
    fn new(file: &[u8], url: String, crop: bool) -> Self {
        let plate = image::load_from_memory(file).expect("our own PNG").into_luma8();
        // 150 dpi: some 14 pixels a module, enough for pictures of at most 8.
        let half = image::imageops::thumbnail(&plate, plate.width() / 2, plate.height() / 2);
        let quarter = image::imageops::thumbnail(&plate, plate.width() / 4, plate.height() / 4);
        let expected = Expectation { base_url: "https://hp.example.cn", window_url: Some(&url) };
        let check = check_photo(&png(&quarter), &expected).expect("a picture");
        let code = check.plate().expect("the plate reads before it is spoilt");
        assert_eq!(code.text, url);
        let [[left, top], _, [right, bottom], _] = code.corners;
        let (x, y) = (left * 2.0, top * 2.0);
        let side = (right - left + bottom - top) / 2.0 * 2.0;
        let shades = Shades::of(&half);
        let (picture, dx, dy) = if crop {
            let around = side * 0.2;
            let from = |v: f32| (v - around).max(0.0) as usize;
            let length = (side + 2.0 * around) as usize;
            (shades.part(from(x), from(y), length), from(x), from(y))
        } else {
            (shades, 0, 0)
        };
        Self { url, picture, code: (x - dx as f32, y - dy as f32, side), modules: code.modules }
    }
}

/// How and from where the picture is taken.
struct Camera {
    pixels_a_module: f32,
    /// Degrees in the picture's plane.
    turn: f32,
    /// Degrees out of it, towards `side` (degrees).
    lean: f32,
    side: f32,
    /// Metres; 100 mm of the plate are taken to be its code.
    distance: f32,
    /// σ in modules.
    blur: f32,
    /// Standard deviation in shades.
    grain: f32,
    /// Share of the light lost at one edge.
    fall: f32,
    quality: u8,
}

impl Camera {
    fn usual(random: &mut Random) -> Self {
        Self {
            pixels_a_module: random.between(4.0, 8.0),
            turn: random.between(-5.0, 5.0),
            lean: 0.0,
            side: random.between(0.0, 360.0),
            distance: 0.6,
            blur: 0.0,
            grain: 2.0,
            fall: 0.15,
            quality: random.between(80.0, 92.0) as u8,
        }
    }

    /// `module`: pixels of the print a module has.
    fn shoot(&self, print: &Shades, module: f32, random: &mut Random) -> GrayImage {
        let scale = self.pixels_a_module / module;
        // A code of 29 modules is about 100 mm wide.
        let metres = 0.1 / 29.0 / self.pixels_a_module;
        let focus = self.distance / metres;
        let (width, height) = (print.width as f32 * scale, print.height as f32 * scale);
        let lens = Lens::new(self, focus, scale, (print.width as f32 / 2.0, print.height as f32 / 2.0));
        // As large as the plate and a margin for what the turn moves outwards.
        let (out_w, out_h) = ((width * 1.25) as usize, (height * 1.25) as usize);
        let desk = random.between(90.0, 190.0);
        let mut seen = Shades::new(out_w, out_h);
        for y in 0..out_h {
            for x in 0..out_w {
                let mut sum = 0.0;
                for (dx, dy) in [
                    (0.17, 0.17),
                    (0.5, 0.17),
                    (0.83, 0.17),
                    (0.17, 0.5),
                    (0.5, 0.5),
                    (0.83, 0.5),
                    (0.17, 0.83),
                    (0.5, 0.83),
                    (0.83, 0.83),
                ] {
                    let (px, py) =
                        lens.back(x as f32 + dx - out_w as f32 / 2.0, y as f32 + dy - out_h as f32 / 2.0);
                    sum += print.at(px, py).unwrap_or(desk);
                }
                seen.values[y * out_w + x] = sum / 9.0;
            }
        }
        if self.blur > 0.0 {
            seen.blur(self.blur * self.pixels_a_module);
        }
        let (towards, fall) = (random.between(0.0, std::f32::consts::TAU), random.between(0.0, self.fall));
        let (light_x, light_y) = (towards.cos() / out_w as f32, towards.sin() / out_h as f32);
        for y in 0..out_h {
            for x in 0..out_w {
                let place =
                    light_x * (x as f32 - out_w as f32 / 2.0) + light_y * (y as f32 - out_h as f32 / 2.0);
                let v = &mut seen.values[y * out_w + x];
                // 0.94: paper is no lamp.
                *v = *v * 0.94 * (1.0 - fall * (0.5 + place)) + self.grain * random.normal();
            }
        }
        jpeg(&seen.image(), self.quality)
    }
}

/// From the picture back to the print.
struct Lens {
    /// Rows of the turned plate's two axes: where a millimetre to the right and downwards goes.
    u: [f32; 3],
    v: [f32; 3],
    focus: f32,
    scale: f32,
    middle: (f32, f32),
}

impl Lens {
    fn new(camera: &Camera, focus: f32, scale: f32, middle: (f32, f32)) -> Self {
        let (turn, lean, side) =
            (camera.turn.to_radians(), camera.lean.to_radians(), camera.side.to_radians());
        // Turn within the plane, then lean about the axis that lies at `side`.
        let rotate = |x: f32, y: f32| {
            let (x, y) = (x * turn.cos() - y * turn.sin(), x * turn.sin() + y * turn.cos());
            let along = x * side.cos() + y * side.sin();
            let off = -x * side.sin() + y * side.cos();
            let (flat, deep) = (off * lean.cos(), off * lean.sin());
            [along * side.cos() - flat * side.sin(), along * side.sin() + flat * side.cos(), deep]
        };
        Self { u: rotate(1.0, 0.0), v: rotate(0.0, 1.0), focus, scale, middle }
    }

    /// The print's pixel seen at this point from the picture's middle: solves
    /// `x · (focus + depth) = focus · across` for the place on the plate.
    fn back(&self, x: f32, y: f32) -> (f32, f32) {
        let (u, v, f) = (self.u, self.v, self.focus);
        let (a, b) = (f * u[0] - x * u[2], f * v[0] - x * v[2]);
        let (c, d) = (f * u[1] - y * u[2], f * v[1] - y * v[2]);
        let det = a * d - b * c;
        let (s, t) = (f * (x * d - b * y) / det, f * (a * y - x * c) / det);
        (s / self.scale + self.middle.0, t / self.scale + self.middle.1)
    }
}

/// A picture in the making: shades 0 to 255.
#[derive(Clone)]
pub struct Shades {
    width: usize,
    height: usize,
    values: Vec<f32>,
}

impl Shades {
    fn new(width: usize, height: usize) -> Self {
        Self { width, height, values: vec![0.0; width * height] }
    }

    fn of(image: &GrayImage) -> Self {
        let values = image.as_raw().iter().map(|v| f32::from(*v)).collect();
        Self { width: image.width() as usize, height: image.height() as usize, values }
    }

    fn part(&self, left: usize, top: usize, length: usize) -> Self {
        let (width, height) = (length.min(self.width - left), length.min(self.height - top));
        let rows = self.values.chunks(self.width).skip(top).take(height);
        Self { width, height, values: rows.flat_map(|row| &row[left..left + width]).copied().collect() }
    }

    fn image(&self) -> GrayImage {
        let raw = self.values.iter().map(|v| v.clamp(0.0, 255.0) as u8).collect();
        GrayImage::from_raw(self.width as u32, self.height as u32, raw).expect("as many values as pixels")
    }

    fn each(&mut self, change: impl Fn(f32) -> f32) {
        self.values.iter_mut().for_each(|v| *v = change(*v));
    }

    fn at(&self, x: f32, y: f32) -> Option<f32> {
        let (x, y) = (x - 0.5, y - 0.5);
        if x < 0.0 || y < 0.0 || x >= (self.width - 1) as f32 || y >= (self.height - 1) as f32 {
            return None;
        }
        let (left, top) = (x as usize, y as usize);
        let (dx, dy) = (x - left as f32, y - top as f32);
        let from = top * self.width + left;
        let row = |from: usize| self.values[from] * (1.0 - dx) + self.values[from + 1] * dx;
        Some(row(from) * (1.0 - dy) + row(from + self.width) * dy)
    }

    /// Gaussian of this σ in pixels, rows then columns.
    fn blur(&mut self, sigma: f32) {
        let reach = (sigma * 3.0).ceil() as isize;
        let kernel: Vec<f32> =
            (-reach..=reach).map(|i| (-(i * i) as f32 / (2.0 * sigma * sigma)).exp()).collect();
        let sum: f32 = kernel.iter().sum();
        for (length, step, lines, stride) in
            [(self.width, 1, self.height, self.width), (self.height, self.width, self.width, 1)]
        {
            let mut line = vec![0.0; length];
            for i in 0..lines {
                let at = |j: isize| i * stride + j.clamp(0, length as isize - 1) as usize * step;
                for (j, out) in line.iter_mut().enumerate() {
                    let window = (-reach..=reach).zip(&kernel);
                    *out = window.map(|(k, part)| self.values[at(j as isize + k)] * part).sum::<f32>() / sum;
                }
                for (j, v) in line.iter().enumerate() {
                    self.values[at(j as isize)] = *v;
                }
            }
        }
    }

    /// A blot of 5 % of the code's area, ragged as spilt drops are.
    fn stain(&mut self, plate: &Plate, on_marks: bool, random: &mut Random) {
        let (left, top, side) = plate.code;
        let shade = match random.below(3) {
            0 => random.between(20.0, 70.0),
            1 => random.between(100.0, 160.0),
            _ => random.between(230.0, 255.0),
        };
        // r(angle) = r0 · (1 + waves); the area is π r0² (1 + ½ Σ a²).
        let waves: [(f32, f32); 4] =
            std::array::from_fn(|_| (random.between(0.05, 0.25), random.between(0.0, std::f32::consts::TAU)));
        let swell: f32 = waves.iter().map(|(a, _)| a * a).sum::<f32>() / 2.0;
        let radius = (0.05 * side * side / std::f32::consts::PI / (1.0 + swell)).sqrt();
        let inside = |dx: f32, dy: f32| {
            let angle = dy.atan2(dx);
            let wave: f32 = waves.iter().zip(2..).map(|((a, p), n)| a * (angle * n as f32 + p).cos()).sum();
            dx.hypot(dy) < radius * (1.0 + wave)
        };
        let module = side / plate.modules as f32;
        let in_marks = |x: f32, y: f32| {
            let (u, v) = ((x - left) / module, (y - top) / module);
            let last = plate.modules as f32 - 8.0;
            (u < 8.0 || u > last) && v < 8.0 || u < 8.0 && v > last
        };
        let reach = radius * 2.0;
        // All of the blot is on the code: its middle is drawn until that is so.
        for _ in 0..1000 {
            let (x, y) = (left + random.between(0.0, side), top + random.between(0.0, side));
            let pixels = |step: f32| {
                let n = (2.0 * reach / step) as i32;
                (0..n * n).map(move |i| ((i % n) as f32 * step - reach, (i / n) as f32 * step - reach))
            };
            let fits = pixels(module / 2.0).filter(|(dx, dy)| inside(*dx, *dy)).all(|(dx, dy)| {
                let (px, py) = (x + dx, y + dy);
                let on_code = (left..left + side).contains(&px) && (top..top + side).contains(&py);
                on_code && (on_marks || !in_marks(px, py))
            });
            if fits {
                for (dx, dy) in pixels(1.0).filter(|(dx, dy)| inside(*dx, *dy)) {
                    let place = (y + dy) as usize * self.width + (x + dx) as usize;
                    if let Some(v) = self.values.get_mut(place) {
                        *v = shade;
                    }
                }
                return;
            }
        }
        panic!("no place for a blot");
    }

    fn photocopy(&mut self, plate: &Plate, random: &mut Random) -> String {
        let module = plate.code.2 / plate.modules as f32;

        // A threshold off the middle of a softened edge moves it: spread toner, or lost. For a Gaussian
        // edge of σ the move of 0.12 modules is a level of Φ(0.12 / 0.2) = 73 % or 27 %.
        let sigma = 0.2 * module;
        self.blur(sigma);
        let level = 255.0 * random.between(0.27, 0.73);
        self.each(|v| 255.0 / (1.0 + (-(v - level) / 8.0).exp()));
        for shade in [0.0, 255.0] {
            let mut area = 0.003 * self.values.len() as f32;
            while area > 0.0 {
                let radius = module * random.between(0.08, 0.3);
                let (x, y) =
                    (random.between(0.0, self.width as f32), random.between(0.0, self.height as f32));
                for py in (y - radius).max(0.0) as usize..((y + radius) as usize).min(self.height) {
                    for px in (x - radius).max(0.0) as usize..((x + radius) as usize).min(self.width) {
                        if (px as f32 - x).hypot(py as f32 - y) < radius {
                            self.values[py * self.width + px] = shade;
                        }
                    }
                }
                area -= std::f32::consts::PI * radius * radius;
            }
        }
        let mut made = format!("toner at {:.0} %,", level / 2.55);
        for _ in 0..2 {
            let (x, breadth) =
                (random.between(0.0, self.width as f32) as usize, (module * 0.2).ceil() as usize);
            made += &format!(" streak at module {:.0},", (x as f32 - plate.code.0) / module);
            for row in self.values.chunks_mut(self.width) {
                row.iter_mut().skip(x).take(breadth).for_each(|v| *v = *v * 0.6 + 102.0);
            }
        }
        // No toner is quite black.
        self.each(|v| 25.0 + v * 0.9);
        made
    }
}

fn jpeg(image: &GrayImage, quality: u8) -> GrayImage {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode_image(&DynamicImage::ImageLuma8(image.clone()))
        .expect("memory takes everything");
    image::load_from_memory(&file).expect("just written").into_luma8()
}

pub fn png(image: &GrayImage) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image.write_to(&mut file, image::ImageFormat::Png).expect("memory takes everything");
    file.into_inner()
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * ((self.next() >> 40) as f32 / (1_u64 << 24) as f32)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// Sum of four even draws: near enough to a bell of standard deviation 1.
    fn normal(&mut self) -> f32 {
        let z = self.next();
        let sum: u64 = (0..4).map(|i| (z >> (16 * i)) & 0xFFFF).sum();
        (sum as f32 / 65_536.0 - 2.0) * 1.732
    }
}
