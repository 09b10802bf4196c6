//! The gate: the shipped module uses WebAssembly's first edition and mutable globals, nothing
//! newer. A compiler or a dependency that brings in a newer instruction fails the build here, not
//! on a citizen's phone.

use wasmparser::{Validator, WasmFeatures};

use crate::sh::Outcome;

pub fn only_the_first_edition(module: &[u8]) -> Outcome {
    let features = WasmFeatures::MVP | WasmFeatures::MUTABLE_GLOBAL;
    match Validator::new_with_features(features).validate_all(module) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("the module needs more than the MVP and mutable globals: {error}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::only_the_first_edition;

    /// `\0asm`, version 1.
    const HEADER: &[u8] = &[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

    #[test]
    fn an_empty_module_passes() {
        assert!(only_the_first_edition(HEADER).is_ok());
    }

    #[test]
    fn a_function_with_two_results_is_refused() {
        // One type section: () -> (i32, i32), which is multi-value.
        let module = [HEADER, &[1, 6, 1, 0x60, 0, 2, 0x7f, 0x7f]].concat();
        let refused = only_the_first_edition(&module).expect_err("multi-value is newer");
        assert!(refused.to_string().contains("MVP"));
    }

    #[test]
    fn a_table_of_external_references_is_refused() {
        // One table section: externref, at least 0.
        let module = [HEADER, &[4, 4, 1, 0x6f, 0, 0]].concat();
        assert!(only_the_first_edition(&module).is_err());
    }
}
