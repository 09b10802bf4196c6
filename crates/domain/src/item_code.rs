//! Item code (实施编码, 31 signs) and handling item code (业务办理项编码, 33 signs).
//!
//! 18 signs 统一社会信用代码 + 1 行使层级 + 12 基本编码, and 2 for the handling item. A 33-sign code splits
//! into the first 31 (`taskCode`) and the whole (`taskHandleItem`).

/// A checked code, split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCode {
    /// 实施编码, 31 signs.
    pub task_code: String,
    /// 业务办理项编码, 33 signs; `None` for a main item.
    pub handle_item: Option<String>,
}

impl ItemCode {
    /// Reads a code of 31 or 33 letters and digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<ItemCode> {
        let text = text.trim();
        if !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let text = text.to_ascii_uppercase();
        match text.len() {
            31 => Some(ItemCode { task_code: text, handle_item: None }),
            33 => Some(ItemCode { task_code: text[..31].to_owned(), handle_item: Some(text) }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_three_signs_split_into_item_and_handling_item() {
        let whole = "11370300MB2F30661Y2312003564000".to_owned() + "01";
        let code = ItemCode::parse(&whole).unwrap();
        assert_eq!(code.task_code, whole[..31]);
        assert_eq!(code.handle_item, Some(whole));
        assert_eq!(ItemCode::parse(&code.task_code).unwrap().handle_item, None);
    }

    #[test]
    fn other_lengths_and_signs_are_refused() {
        for text in ["", "1137", &"1".repeat(32), &"一".repeat(11), &"-".repeat(31)] {
            assert_eq!(ItemCode::parse(text), None, "{text}");
        }
    }
}
