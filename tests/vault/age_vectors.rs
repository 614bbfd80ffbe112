//! The public test vectors of the age format (`tests/vectors/age`), every one that needs no post-quantum key.

use std::io::Read;
use std::path::Path;

use attune::vault::age::{AgeError, AgeFile, Identity, ScryptKey, With, armor, passphrase};
use sha2::{Digest, Sha256};

/// One vector.
struct Vector {
    name: String,
    expect: String,
    payload: Option<String>,
    identities: Vec<Identity>,
    passphrase: Option<String>,
    armored: bool,
    /// Whether it can only be opened by a kind of key that is not read here.
    post_quantum: bool,
    file: Vec<u8>,
}

fn vector(path: &Path) -> Vector {
    let bytes = std::fs::read(path).unwrap();
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let all = |key: &str| -> Vec<String> {
        let lines = head.lines().filter_map(|line| line.split_once(": ")).filter(|(name, _)| *name == key);
        lines.map(|(_, value)| value.to_owned()).collect()
    };
    let one = |key: &str| all(key).into_iter().next();
    let mut file = bytes[end + 2..].to_vec();
    if one("compressed").is_some() {
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(&file[..]).read_to_end(&mut plain).unwrap();
        file = plain;
    }
    let identities: Vec<_> = all("identity").iter().filter_map(|text| Identity::parse(text).ok()).collect();
    let post_quantum = identities.is_empty() && !all("identity").is_empty();
    Vector {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        expect: one("expect").unwrap(),
        payload: one("payload"),
        identities,
        passphrase: one("passphrase"),
        armored: one("armored").is_some(),
        post_quantum,
        file,
    }
}

/// Opens it, and hashes whatever was given out before an error.
fn open(vector: &Vector, released: &mut Sha256) -> Result<(), AgeError> {
    let bytes = if vector.armored { armor::read(&vector.file)? } else { vector.file.clone() };
    let file = AgeFile::parse(&bytes)?;
    let derived: Option<ScryptKey> = match (&vector.passphrase, file.scrypt()?) {
        (Some(passphrase), Some(params)) => Some(passphrase::derive(passphrase, &params)?),
        _ => None,
    };
    let with = match (&derived, vector.identities.first()) {
        (Some(key), _) => With::Passphrase(key),
        (None, Some(identity)) => With::Identity(identity),
        // Vectors of broken headers name no key at all.
        (None, None) => return Err(AgeError::NoMatch),
    };
    for chunk in file.unlock(&with)? {
        released.update(chunk?);
    }
    Ok(())
}

fn class(result: &Result<(), AgeError>) -> &'static str {
    match result {
        Ok(()) => "success",
        Err(AgeError::NoMatch | AgeError::WrongPassphrase) => "no match",
        Err(AgeError::Altered) => "HMAC failure",
        Err(AgeError::NotAge | AgeError::Newer | AgeError::Header | AgeError::TooCostly { .. }) => "header failure",
        Err(AgeError::Armor) => "armor failure",
        Err(AgeError::Payload) => "payload failure",
        Err(_) => "another failure",
    }
}

#[test]
fn every_vector_ends_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/age");
    let (mut agreed, mut skipped, mut wrong) = (0, 0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name == "README.md") {
            continue;
        }
        let vector = vector(&path);
        if vector.post_quantum {
            skipped += 1;
            continue;
        }
        let mut released = Sha256::new();
        let result = open(&vector, &mut released);
        let digest: String = released.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let given = vector.payload.as_ref().is_none_or(|payload| *payload == digest);
        if class(&result) == vector.expect && given {
            agreed += 1;
        } else {
            wrong
                .push(format!("{}: {} expected, {result:?}, content as expected: {given}", vector.name, vector.expect));
        }
    }
    println!("age vectors: {agreed} agree, {skipped} need a post-quantum key");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((agreed, skipped), (125, 18));
}
