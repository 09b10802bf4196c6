//! Keys: SM4-GCM (GB/T 32907-2016) for personal fields, HMAC-SM3 (GB/T 32905-2016) for everything that is
//! looked up by a secret. The key file is outside the database and outside the repository.
//!
//! Rotation: add an encryption key with a higher id; new values use it, old ones are still read by the id
//! they carry. The hashing key does not rotate, because what is looked up by it would be lost.

use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{AesGcm, Nonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sm3::Sm3;
use sm4::Sm4;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;
use trust::{from_hex, to_hex};

type Sm4Gcm = AesGcm<Sm4, U12>;

/// What a keyed hash is for; hashes of different purposes never meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Device cookie.
    Device,
    /// Client's address.
    Network,
    /// Idempotency key of a form.
    FormKey,
    /// Token of a case's link, made from its row id.
    LinkToken,
    /// What is stored of that token.
    CaseLink,
    /// The PIN itself, made from the form's key and the receipt.
    Pin,
    /// What is stored of the PIN.
    PinHash,
    /// Phone number, for search.
    Phone,
    /// ID number, for search.
    IdNumber,
    /// Key of the permutation that makes receipts from ids.
    Receipt,
    /// Pass that keeps a receipt open after the PIN.
    ReceiptPass,
    /// Token of an office session.
    Session,
    /// What a form of an office session carries.
    Csrf,
    /// Pass of a device that has signed in to the office before.
    KnownDevice,
    /// What is stored of a one-time code.
    OneTimeCode,
    /// Mark of the browser that asked for one.
    CodeBrowser,
    /// Token of a citizen's session.
    CitizenSession,
    /// Ticket of another system that signed somebody in.
    UsedTicket,
    /// State, nonce and verifier of a sign-in at the portal, made from the browser's mark.
    PortalFlow,
}

impl Purpose {
    const fn tag(self) -> &'static [u8] {
        match self {
            Purpose::Device => b"device",
            Purpose::Network => b"network",
            Purpose::FormKey => b"form-key",
            Purpose::LinkToken => b"link-token",
            Purpose::CaseLink => b"case-link",
            Purpose::Pin => b"pin",
            Purpose::PinHash => b"pin-hash",
            Purpose::Phone => b"phone",
            Purpose::IdNumber => b"id-number",
            Purpose::Receipt => b"receipt",
            Purpose::ReceiptPass => b"receipt-pass",
            Purpose::Session => b"session",
            Purpose::Csrf => b"csrf",
            Purpose::KnownDevice => b"known-device",
            Purpose::OneTimeCode => b"one-time-code",
            Purpose::CodeBrowser => b"code-browser",
            Purpose::CitizenSession => b"citizen-session",
            Purpose::UsedTicket => b"used-ticket",
            Purpose::PortalFlow => b"portal-flow",
        }
    }
}

/// A personal field, bound into its ciphertext so that one cannot be passed off as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalField {
    /// Phone number.
    Phone,
    /// Name.
    Name,
    /// ID number.
    IdNumber,
    /// Secret of a second factor, hexadecimal.
    SecondFactor,
    /// A partner's key.
    PartnerKey,
    /// What a partner's call was answered.
    Answer,
}

impl PersonalField {
    const fn tag(self) -> &'static [u8] {
        match self {
            PersonalField::Phone => b"phone",
            PersonalField::Name => b"name",
            PersonalField::IdNumber => b"id-number",
            PersonalField::SecondFactor => b"second-factor",
            PersonalField::PartnerKey => b"partner-key",
            PersonalField::Answer => b"answer",
        }
    }
}

/// The file as it is written: hexadecimal keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    hashing: String,
    encryption: BTreeMap<String, String>,
}

/// Loaded keys.
#[derive(Clone)]
pub struct Keys {
    hashing: Hmac<Sm3>,
    encryption: BTreeMap<u8, [u8; 16]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({} encryption keys)", self.encryption.len())
    }
}

/// Why a key file was refused. Never shows a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Not the TOML it should be.
    #[error("密钥文件格式不正确: 应有 hashing 和 [encryption] 两部分")]
    Form,
    /// `hashing` is not 64 hexadecimal digits.
    #[error("hashing 应为 64 位十六进制数")]
    Hashing,
    /// An encryption key is not `id = 32 hexadecimal digits`, id 1–255.
    #[error("[encryption] 中编号为 {0} 的密钥应为 32 位十六进制数, 编号为 1–255")]
    Encryption(String),
    /// There is no encryption key.
    #[error("[encryption] 中没有密钥")]
    None,
}

impl Keys {
    /// Reads a key file.
    pub fn parse(text: &str) -> Result<Keys, KeysError> {
        let file: KeyFile = toml::from_str(text).map_err(|_| KeysError::Form)?;
        let hashing: [u8; 32] = fixed(&file.hashing).ok_or(KeysError::Hashing)?;
        let mut encryption = BTreeMap::new();
        for (id, key) in &file.encryption {
            let bad = || KeysError::Encryption(id.clone());
            let number = id.parse().ok().filter(|n| *n > 0).ok_or_else(bad)?;
            encryption.insert(number, fixed(key).ok_or_else(bad)?);
        }
        if encryption.is_empty() {
            return Err(KeysError::None);
        }
        Ok(Keys { hashing: Hmac::new_from_slice(&hashing).map_err(|_| KeysError::Hashing)?, encryption })
    }

    /// A new key file's text.
    pub fn generate(random: &dyn crate::Random) -> String {
        let (mut hashing, mut encryption) = ([0; 32], [0; 16]);
        random.fill(&mut hashing);
        random.fill(&mut encryption);
        format!("hashing = \"{}\"\n\n[encryption]\n1 = \"{}\"\n", to_hex(&hashing), to_hex(&encryption))
    }

    /// Keyed hash; each part is preceded by its length, so that parts cannot be shifted into one another.
    pub fn hash(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.hashing.clone();
        mac.update(purpose.tag());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The first `n` bytes of a keyed hash, as stored.
    pub fn short_hash(&self, purpose: Purpose, parts: &[&[u8]], n: usize) -> Vec<u8> {
        self.hash(purpose, parts)[..n.min(32)].to_vec()
    }

    /// Encrypts a personal field under the newest key: id, nonce, ciphertext with tag.
    pub fn seal(&self, field: PersonalField, text: &str, nonce: [u8; 12]) -> Vec<u8> {
        let (id, key) = self.encryption.last_key_value().expect("the constructor wants one key");
        let cipher = Sm4Gcm::new(&(*key).into());
        let payload = Payload { msg: text.as_bytes(), aad: field.tag() };
        let sealed =
            cipher.encrypt(&Nonce::from(nonce), payload).expect("a field is far below the length limit");
        [&[*id][..], &nonce, &sealed].concat()
    }

    /// Decrypts a personal field; `None` when its key is not loaded or it was tampered with.
    pub fn open(&self, field: PersonalField, sealed: &[u8]) -> Option<String> {
        let (id, rest) = sealed.split_first()?;
        let (nonce, sealed) = rest.split_first_chunk::<12>()?;
        let cipher = Sm4Gcm::new(&(*self.encryption.get(id)?).into());
        let plain = cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: field.tag() }).ok()?;
        String::from_utf8(plain).ok()
    }
}

/// Compares secrets without telling by the time it takes where they differ.
pub(crate) fn same_secret(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// So many bytes of a hexadecimal text.
fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    from_hex(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(encryption: &str) -> Keys {
        Keys::parse(&format!("hashing = \"{}\"\n[encryption]\n{encryption}", "ab".repeat(32))).unwrap()
    }

    #[test]
    fn a_sealed_field_opens_as_itself_and_as_nothing_else() {
        let keys = keys(&format!("1 = \"{}\"", "01".repeat(16)));
        let sealed = keys.seal(PersonalField::Phone, "13800000000", [7; 12]);
        assert_eq!(keys.open(PersonalField::Phone, &sealed).as_deref(), Some("13800000000"));
        assert_eq!(keys.open(PersonalField::Name, &sealed), None);
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert_eq!(keys.open(PersonalField::Phone, &changed), None, "byte {i}");
        }
    }

    #[test]
    fn after_rotation_old_values_are_read_and_new_ones_use_the_new_key() {
        let (one, two) = (format!("1 = \"{}\"", "01".repeat(16)), format!("2 = \"{}\"", "02".repeat(16)));
        let old = keys(&one).seal(PersonalField::Name, "示例", [1; 12]);
        let rotated = keys(&format!("{one}\n{two}"));
        assert_eq!(rotated.open(PersonalField::Name, &old).as_deref(), Some("示例"));
        let new = rotated.seal(PersonalField::Name, "示例", [1; 12]);
        assert_eq!((new[0], keys(&one).open(PersonalField::Name, &new)), (2, None));
    }

    #[test]
    fn hashes_of_two_purposes_or_of_shifted_parts_never_meet() {
        let keys = keys(&format!("1 = \"{}\"", "01".repeat(16)));
        assert_ne!(keys.hash(Purpose::Pin, &[b"a"]), keys.hash(Purpose::PinHash, &[b"a"]));
        assert_ne!(keys.hash(Purpose::Pin, &[b"ab", b"c"]), keys.hash(Purpose::Pin, &[b"a", b"bc"]));
    }

    #[test]
    fn a_bad_key_file_is_refused_without_showing_it() {
        let secret = "zz".repeat(32);
        let error = Keys::parse(&format!("hashing = \"{secret}\"\n[encryption]\n1 = \"00\"")).unwrap_err();
        assert_eq!(error, KeysError::Hashing);
        assert!(!error.to_string().contains(&secret));
        assert_eq!(Keys::parse("x = 1").unwrap_err(), KeysError::Form);
    }

    /// The standard's own example: GB/T 32907-2016, appendix A.1.
    #[test]
    fn sm4_gives_the_standards_example() {
        use sm4::cipher::{BlockCipherEncrypt, KeyInit};
        let key: [u8; 16] = fixed("0123456789abcdeffedcba9876543210").unwrap();
        let mut block = key.into();
        Sm4::new(&key.into()).encrypt_block(&mut block);
        assert_eq!(to_hex(&block), "681edf34d206965e86b3e94f536e4246");
    }
}
