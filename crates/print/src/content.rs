//! What a plate says, and what may not be said on one.

use std::borrow::Cow;

use crate::error::{Field, PrintError};

/// Longer than any name on a real plate; keeps the line breaking cheap for hostile input.
const LONGEST_NAME: usize = 120;

/// The changing part of a plate (台牌).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlateContent {
    /// What the code holds: the window's stable address.
    pub url: String,
    /// 大厅: 县区 + 街道(乡镇) + 社区(村) style, can be long.
    pub hall: String,
    /// 窗口 name; may be empty on a staff card.
    pub window: String,
    /// The person, on a staff card (一人一码); what the layout of one prints in the window's place.
    pub staff: Option<Staff>,
    /// 窗口码 a person can type, e.g. `7K3M9QX`.
    pub code: String,
    /// The official host in words, e.g. `hp.zibo.gov.cn`; must be the host of `url`.
    pub host: String,
    /// Marks the plate as made from demonstration data.
    pub demo: bool,
}

/// Who is rated by a staff card: what the public may read, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The name as displayed to the public.
    pub name: String,
    /// 工号.
    pub number: String,
}

impl PlateContent {
    /// The window, or the person on a staff card: what lists and bookmarks call the plate.
    pub fn label(&self) -> String {
        match &self.staff {
            Some(staff) => format!("{} {}", staff.name, staff.number),
            None => self.window.clone(),
        }
    }

    /// The content with blanks tidied, or the first reason why it cannot be printed.
    pub(crate) fn checked(&self) -> Result<Checked, PrintError> {
        let checked = Checked {
            url: self.url.clone(),
            hall: name(Field::Hall, &self.hall)?,
            window: match (&self.staff, self.window.as_str()) {
                (Some(_), "") => String::new(),
                (_, window) => name(Field::Window, window)?,
            },
            staff: match &self.staff {
                Some(staff) => Some(Staff {
                    name: name(Field::Name, &staff.name)?,
                    number: name(Field::Number, &staff.number)?,
                }),
                None => None,
            },
            code: grouped(&name(Field::Code, &self.code)?)?,
            host: name(Field::Host, &self.host)?,
            demo: self.demo,
        };
        let found = authority(&checked.url)?;
        // The host in words is there so that a sticker over the code can be noticed; it can do that
        // only if it is what the phone will show.
        if !found.eq_ignore_ascii_case(&checked.host) {
            return Err(PrintError::HostDiffers { host: checked.host, found: found.to_owned() });
        }
        Ok(checked)
    }
}

/// Content that may be set. The code is grouped for typing.
#[derive(Debug)]
pub(crate) struct Checked {
    pub url: String,
    pub hall: String,
    pub window: String,
    pub staff: Option<Staff>,
    pub code: String,
    pub host: String,
    pub demo: bool,
}

impl Checked {
    /// Empty for what this content does not have.
    pub fn get(&self, field: Field) -> &str {
        match field {
            Field::Url => &self.url,
            Field::Hall => &self.hall,
            Field::Window => &self.window,
            Field::Name => self.staff.as_ref().map_or("", |staff| &staff.name),
            Field::Number => self.staff.as_ref().map_or("", |staff| &staff.number),
            Field::Code => &self.code,
            Field::Host => &self.host,
            Field::Own => "",
        }
    }

    /// The document's title, for the metadata of the PNG and the SVG's `<title>`.
    pub fn title(&self) -> String {
        let mark = if self.demo { "（示例数据）" } else { "" };
        let whose = self.staff.as_ref().map_or(&self.window, |staff| &staff.name);
        format!("{} {whose} 评价台牌{mark}", self.hall)
    }
}

/// A text that may be printed, its blanks tidied.
pub(crate) fn name(field: Field, text: &str) -> Result<String, PrintError> {
    if let Some(sign) = text.chars().find(|c| is_invisible(*c)) {
        return Err(PrintError::Invisible { field, code: sign.into() });
    }
    // SVG folds blanks; folding here keeps what is measured and what is drawn the same.
    let tidy = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = tidy.chars().count();
    match length {
        0 => Err(PrintError::Empty(field)),
        1..=LONGEST_NAME => Ok(tidy),
        _ => Err(PrintError::TooLong { field, over: length - LONGEST_NAME }),
    }
}

/// Signs that draw nothing and can change what a reader sees: controls (line ends included),
/// bidirectional marks, zero-width signs, variation selectors, byte order mark, tags.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// `7K3M9QX` → `7K3 M9QX`: groups of three or four are read and typed with fewer slips.
fn grouped(code: &str) -> Result<String, PrintError> {
    let signs: Cow<'_, str> = code.replace(' ', "").into();
    if signs.len() > 16 || !signs.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(PrintError::Code);
    }
    if signs.contains('-') || signs.len() < 6 {
        return Ok(signs.into_owned());
    }
    let groups = signs.len().div_ceil(4);
    let mut text = String::with_capacity(signs.len() + groups);
    let mut start = 0;
    for group in 0..groups {
        // The longer groups come last: 7 = 3 + 4.
        let end = signs.len() * (group + 1) / groups;
        if group > 0 {
            text.push(' ');
        }
        text.push_str(&signs[start..end]);
        start = end;
    }
    Ok(text)
}

/// The host (and port) of a web address.
fn authority(url: &str) -> Result<&str, PrintError> {
    if url.is_empty() {
        return Err(PrintError::Empty(Field::Url));
    }
    if !url.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(PrintError::Url("只能用英文字母、数字和常用符号"));
    }
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .ok_or(PrintError::Url("要以 https:// 开头"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        return Err(PrintError::Url("没有主机名"));
    }
    if host.contains(['@', '\\']) {
        return Err(PrintError::Url("主机名里不能有 @ 或反斜杠"));
    }
    Ok(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_grouped_for_typing() {
        for (code, text) in [
            ("7K3M9QX", "7K3 M9QX"),
            ("7K3M9QXA", "7K3M 9QXA"),
            ("7k3 m9qx", "7k3 m9qx"),
            ("7K3M9Q", "7K3 M9Q"),
            ("7K3M9", "7K3M9"),
            ("7K-3M9QX", "7K-3M9QX"),
            ("ABCDEFGHJKMN", "ABCD EFGH JKMN"),
        ] {
            assert_eq!(grouped(code), Ok(text.to_owned()), "{code}");
        }
        assert_eq!(grouped("窗口"), Err(PrintError::Code));
        assert_eq!(grouped("7K3<9QX"), Err(PrintError::Code));
    }

    #[test]
    fn the_host_is_what_the_phone_will_show() {
        assert_eq!(authority("https://hp.example.cn/w/1"), Ok("hp.example.cn"));
        assert_eq!(authority("http://127.0.0.1:3000?w=1"), Ok("127.0.0.1:3000"));
        for url in
            ["", "ftp://a/", "https://", "https://a@b/", "https://a b/", "https://例/", "https://b\\a/"]
        {
            assert!(authority(url).is_err(), "{url}");
        }
    }

    #[test]
    fn blanks_are_tidied_and_invisible_signs_refused() {
        assert_eq!(name(Field::Hall, "  示例  大厅 "), Ok("示例 大厅".to_owned()));
        for text in ["示\n例", "示\u{202E}例", "示\u{200B}例", "示\u{0}例", "\t", "示\u{FE0F}"] {
            assert!(matches!(name(Field::Hall, text), Err(PrintError::Invisible { .. })), "{text:?}");
        }
        assert_eq!(name(Field::Hall, " "), Err(PrintError::Empty(Field::Hall)));
    }
}
