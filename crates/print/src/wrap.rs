//! Line breaking for names: where a line may end, and which ends read best.
//!
//! Widths are in em, so one search answers for every font size.

/// Signs that must not begin a line.
const NO_START: &str = "，。、；：？！）》〉」』】〕”’…—～·％%)]},.;:!?°-";
/// Signs that must not end a line.
const NO_END: &str = "（《〈「『【〔“‘([{第№";
/// What a number counts stays on the number's line.
const COUNTED: &str = "号楼层室窗栋座区组村社路厅台";
/// Words of hall and window names that are ugly when torn apart.
const WORDS: &[&str] = &[
    "街道",
    "社区",
    "服务",
    "中心",
    "大厅",
    "窗口",
    "号窗口",
    "便民",
    "政务",
    "办事处",
    "居委会",
    "村委会",
    "综合",
    "受理",
    "示例",
    "登记",
    "业务",
    "专区",
    "好差评",
    "评价",
    "不动产",
    "税务",
    "联办",
    "社保",
    "医保",
    "户籍",
    "网址",
    "官方",
];
/// A line that ends after one of these ends a part of an administrative name.
const PARTS: &[&str] = &["省", "市", "区", "县", "街道", "镇", "乡", "社区", "村", "办事处", "中心"];
/// What a break elsewhere costs, compared with the squared share of the line left empty.
const PLAIN_BREAK: f32 = 0.06;

/// A piece that is never torn apart.
struct Piece {
    start: usize,
    end: usize,
    width: f32,
    /// Blank after it, dropped at a line's end.
    gap: f32,
    /// Whether a line ends well after it.
    good_end: bool,
}

/// A text cut into pieces.
pub(crate) struct Wrap<'a> {
    text: &'a str,
    pieces: Vec<Piece>,
}

impl<'a> Wrap<'a> {
    pub fn new(text: &'a str, advance: impl Fn(char) -> f32) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let torn = torn_words(text);
        let mut previous: Option<char> = None;
        let mut signs = text.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            let counts = previous.is_some_and(|p| p.is_ascii_digit())
                && signs.peek().is_some_and(|(_, next)| COUNTED.contains(*next));
            match (pieces.last_mut(), sign) {
                // `12 号` stays together as `12号` does, blank and all.
                (Some(last), ' ') if counts => {
                    last.end = at + 1;
                    last.width += advance(' ');
                    if let Some((at, sign)) = signs.next() {
                        last.end = at + sign.len_utf8();
                        last.width += advance(sign);
                        previous = Some(sign);
                        continue;
                    }
                }
                (Some(last), ' ') => {
                    last.gap += advance(' ');
                    last.good_end = true;
                }
                (Some(last), _)
                    if last.gap == 0.0 && previous.is_some_and(|p| glued(p, sign) || torn.contains(&at)) =>
                {
                    last.end = at + sign.len_utf8();
                    last.width += advance(sign);
                }
                _ => pieces.push(Piece {
                    start: at,
                    end: at + sign.len_utf8(),
                    width: advance(sign),
                    gap: 0.0,
                    good_end: false,
                }),
            }
            previous = Some(sign);
        }
        for piece in &mut pieces {
            piece.good_end |= PARTS.iter().any(|part| text[..piece.end].ends_with(part));
        }
        Self { text, pieces }
    }

    /// Width of pieces `from..to` on one line.
    fn width(&self, from: usize, to: usize) -> f32 {
        let pieces = &self.pieces[from..to];
        let gaps: f32 = pieces.iter().map(|p| p.width + p.gap).sum();
        gaps - pieces.last().map_or(0.0, |p| p.gap)
    }

    /// The narrowest width in which the text fits on `lines` lines.
    pub fn narrowest(&self, lines: usize) -> f32 {
        self.search(lines, |width, _| width, f32::max).0
    }

    /// The text on exactly `lines` lines (fewer if it has fewer pieces), none wider than `limit`.
    pub fn lines(&self, lines: usize, limit: f32) -> Vec<&'a str> {
        let cost = |width: f32, last: &Piece| {
            if width > limit * 1.0001 {
                return f32::INFINITY;
            }
            let empty = 1.0 - width / limit;
            empty * empty + if last.good_end { 0.0 } else { PLAIN_BREAK }
        };
        let ends = self.search(lines, cost, |a, b| a + b).1;
        let mut start = 0;
        ends.into_iter()
            .map(|end| {
                let line = &self.text[self.pieces[start].start..self.pieces[end - 1].end];
                start = end;
                line
            })
            .collect()
    }

    /// Cheapest way to end `lines` lines: the cost and the piece after each line's end.
    fn search(
        &self,
        lines: usize,
        cost: impl Fn(f32, &Piece) -> f32,
        join: impl Fn(f32, f32) -> f32,
    ) -> (f32, Vec<usize>) {
        let n = self.pieces.len();
        let lines = lines.min(n);
        // best[k][j]: cheapest k lines over the first j pieces, and where the last of them starts.
        let mut best = vec![vec![(f32::INFINITY, 0); n + 1]; lines + 1];
        best[0][0] = (0.0, 0);
        for k in 1..=lines {
            for j in k..=n {
                for i in (k - 1)..j {
                    let before = best[k - 1][i].0;
                    if before == f32::INFINITY {
                        continue;
                    }
                    let total = join(before, cost(self.width(i, j), &self.pieces[j - 1]));
                    if total < best[k][j].0 {
                        best[k][j] = (total, i);
                    }
                }
            }
        }
        let mut ends = vec![0; lines];
        let mut at = n;
        for k in (1..=lines).rev() {
            ends[k - 1] = at;
            at = best[k][at].1;
        }
        (best[lines][n].0, ends)
    }
}

/// Byte positions inside one of [`WORDS`].
fn torn_words(text: &str) -> Vec<usize> {
    WORDS
        .iter()
        .flat_map(|word| {
            text.match_indices(word)
                .flat_map(|(at, word)| word.char_indices().skip(1).map(move |(inner, _)| at + inner))
        })
        .collect()
}

/// Whether no line may end between the two.
fn glued(before: char, after: char) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "./-_:@&#+".contains(c);
    (word(before) && word(after))
        || NO_START.contains(after)
        || NO_END.contains(before)
        || (before.is_ascii_digit() && COUNTED.contains(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(text: &str) -> Wrap<'_> {
        Wrap::new(text, |c| if c.is_ascii() { 0.5 } else { 1.0 })
    }

    #[test]
    fn a_short_name_stays_on_one_line() {
        assert_eq!(wrap("示例大厅").lines(1, 10.0), ["示例大厅"]);
        assert_eq!(wrap("示例大厅").narrowest(1), 4.0);
    }

    #[test]
    fn a_long_name_breaks_between_its_parts() {
        let name = wrap("示例市示例区示例街道示例社区便民服务中心");
        assert_eq!(name.lines(2, 14.0), ["示例市示例区示例街道", "示例社区便民服务中心"]);
        assert_eq!(name.narrowest(2), 10.0);
    }

    #[test]
    fn numbers_words_and_marks_are_not_torn() {
        let name = wrap("示例综合受理（A12号窗口）、ABC-0123456");
        for limit in [9.0, 10.0, 12.0] {
            for line in name.lines(3, limit) {
                assert!(!line.starts_with(['）', '、', '号']), "{line}");
                assert!(!line.ends_with(['（', '1']), "{line}");
                assert_eq!(line.contains("ABC"), line.contains("0123456"), "{line}");
            }
        }
    }

    #[test]
    fn a_number_and_what_it_counts_are_not_torn_at_their_blank() {
        assert_eq!(wrap("综合受理 12 号窗口").lines(2, 6.0), ["综合受理", "12 号窗口"]);
    }

    #[test]
    fn blanks_at_a_line_end_are_dropped_and_nothing_else_is() {
        let text = "示例 大厅 一层 东侧";
        let lines = wrap(text).lines(2, 6.0);
        assert_eq!(lines, ["示例 大厅", "一层 东侧"]);
    }

    #[test]
    fn fewer_pieces_than_lines_make_fewer_lines() {
        assert_eq!(wrap("示例").lines(4, 10.0), ["示例"]);
    }
}
