//! What lies in a store, taken out as it lies, for what no page can show any more: damaged pieces, or a vault whose lock is
//! damaged. Everything stays sealed; nothing is changed.

use crate::order;

use super::storage::{Storage, StorageError};

/// Every copy of these keys as a text: a line of JSON for each copy, with its key and the text under it. A key that is not there
/// any more has a line without a text, so that nobody takes its absence for an oversight.
///
/// # Errors
/// What the store reports; a part is never given for the whole.
pub async fn remnants<S: Storage>(storage: &S, keys: &[String]) -> Result<String, StorageError> {
    let mut out = String::new();
    for key in keys {
        let copies = storage.copies(key).await?;
        if copies.is_empty() {
            out.push_str(&line(key, None));
        }
        for copy in &copies {
            out.push_str(&line(key, Some(copy)));
        }
    }
    Ok(out)
}

/// As [`remnants`], of everything whose key begins with `prefix`, by key.
///
/// # Errors
/// As there.
pub async fn all_remnants<S: Storage>(storage: &S, prefix: &str) -> Result<String, StorageError> {
    let mut keys = storage.keys(prefix).await?;
    order::sort(&mut keys);
    remnants(storage, &keys).await
}

fn line(key: &str, text: Option<&str>) -> String {
    format!("{}\n", serde_json::json!({ "key": key, "text": text }))
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::*;
    use crate::vault::{Faults, MemoryStorage, Mirrored};

    #[test]
    fn every_copy_is_given_and_what_is_gone_is_named() {
        let (first, second) = (MemoryStorage::new(), MemoryStorage::new());
        let write = |to: &MemoryStorage, key, text| block_on(to.write(key, text)).unwrap();
        write(&first, "attune//v/j/2", "two\n\u{e9}\"");
        write(&first, "attune//v/j/1", "one");
        write(&first, "other", "not ours");
        let (both, _) = block_on(Mirrored::open(first.clone(), second.clone(), "attune//")).unwrap();
        // Afterwards the two differ.
        write(&second, "attune//v/j/1", "another");
        let all = block_on(all_remnants(&both, "attune//v/")).unwrap();
        let lines: Vec<serde_json::Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let text = |at: usize| lines[at]["text"].as_str().unwrap_or_default().to_owned();
        assert_eq!(lines.len(), 3);
        let mut copies = [text(0), text(1)];
        copies.sort();
        assert_eq!(copies, ["another", "one"]);
        assert_eq!((lines[2]["key"].as_str(), text(2).as_str()), (Some("attune//v/j/2"), "two\n\u{e9}\""));
        let gone = block_on(remnants(&both, &["attune//v/j/3".to_owned()])).unwrap();
        assert_eq!(gone, "{\"key\":\"attune//v/j/3\",\"text\":null}\n");
        // A store that refuses gives an error and no part.
        first.set_faults(Faults { always: Some(StorageError::Blocked), ..Faults::default() });
        assert!(block_on(all_remnants(&first, "attune/")).is_err());
    }
}
