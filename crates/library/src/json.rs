//! Objects of JSON Lines, of one JSON array, or of objects one after another: found in the bytes as they come.

use std::io::Read;

use crate::encoding::decoded;
use crate::input::Input;
use crate::object::Object;
use crate::table::line;
use crate::wrong::Fault;

/// The most bytes that are gone through again after an object that has no end.
const MOST_LOST_BYTES: usize = 64 << 20;

/// The objects of a file, one at a time.
pub(crate) struct Objects {
    are_lines: bool,
    lost: usize,
}

impl Objects {
    pub(crate) fn new(are_lines: bool) -> Self {
        Self { are_lines, lost: 0 }
    }

    /// Reads the next object; `None` at the end.
    pub(crate) fn next<R: Read>(&mut self, input: &mut Input<R>) -> Option<(u64, Result<Object, Fault>)> {
        if self.are_lines { next_line(input) } else { self.next_object(input) }
    }

    fn next_object<R: Read>(&mut self, input: &mut Input<R>) -> Option<(u64, Result<Object, Fault>)> {
        loop {
            let Some(at) = input.held().iter().position(|byte| !b" \t\r\n,[]".contains(byte)) else {
                input.pass(input.held().len());
                match input.more() {
                    Ok(true) => continue,
                    Ok(false) => return None,
                    Err(error) => return Some((input.line(), Err(Fault::Broken(error)))),
                }
            };
            input.pass(at);
            let number = input.line();
            if input.held().first() != Some(&b'{') {
                let skipped = input.skip_line().map_err(Fault::Broken);
                return Some((number, skipped.and(Err(Fault::BetweenObjects))));
            }
            return Some((number, self.object(input)));
        }
    }

    fn object<R: Read>(&mut self, input: &mut Input<R>) -> Result<Object, Fault> {
        let mut scan = Scan::default();
        loop {
            if scan.go_on(input.held()) {
                let object = read(&input.held()[..scan.at]);
                input.pass(scan.at);
                return object;
            }
            let is_full = input.is_full();
            if !is_full && input.more().map_err(Fault::Broken)? {
                continue;
            }
            // An object that is never closed swallows those after it.
            let seen = input.held().len();
            if let Some(next) = next_start(input.held()) {
                input.pass(next);
                self.lost += seen;
                return Err(if self.lost > MOST_LOST_BYTES { Fault::OpenObjects } else { Fault::OpenObject });
            }
            if !is_full {
                input.pass(seen);
                return Err(Fault::OpenObject);
            }
            return Err(pass_large(input, scan)?);
        }
    }
}

fn next_line<R: Read>(input: &mut Input<R>) -> Option<(u64, Result<Object, Fault>)> {
    loop {
        let number = input.line();
        let (object, length) = match line(input) {
            Ok(Some(line)) => {
                let trimmed = line.trim_ascii();
                ((!trimmed.is_empty()).then(|| read(trimmed)), line.len())
            }
            Ok(None) => return None,
            Err(fault) => return Some((number, Err(fault))),
        };
        input.pass(length);
        if let Some(object) = object {
            return Some((number, object));
        }
    }
}

/// Reads an object, whichever encoding it is in.
pub(crate) fn read(bytes: &[u8]) -> Result<Object, Fault> {
    serde_json::from_str(&decoded(bytes)).map_err(|error| {
        if error.is_eof() {
            return Fault::OpenObject;
        }
        let told = error.to_string();
        let told = told.split_once(" at line").map_or(told.as_str(), |(told, _)| told);
        Fault::NotAnObject(told.to_owned())
    })
}

/// Splits the objects off the start of a file: as many as there are whole ones, up to a number.
pub(crate) fn objects(head: &[u8], are_lines: bool, most: usize) -> Vec<Object> {
    let mut input = Input::new(head, crate::encoding::Encoding::Utf8);
    let mut objects = Objects::new(are_lines);
    let mut found = Vec::new();
    while found.len() < most {
        match objects.next(&mut input) {
            Some((_, Ok(object))) => found.push(object),
            Some((_, Err(_))) => {}
            None => break,
        }
    }
    found
}

/// Whether each line of a file is an object: some of the first ones are.
pub(crate) fn are_lines(head: &[u8]) -> bool {
    if head.trim_ascii_start().starts_with(b"[") {
        return false;
    }
    let mut lines = head.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    let mut lines = lines.by_ref().filter(|line| !line.is_empty()).take(20);
    lines.any(|line| line.starts_with(b"{") && read(line).is_ok())
}

/// Where the look for the end of an object stands.
#[derive(Default)]
struct Scan {
    at: usize,
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// Goes through the bytes that have come; says whether the object ends among them.
    fn go_on(&mut self, bytes: &[u8]) -> bool {
        for byte in &bytes[self.at.min(bytes.len())..] {
            self.at += 1;
            if self.is_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.is_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.is_string = true,
                b'{' => self.depth += 1,
                b'}' => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                return true;
            }
        }
        false
    }
}

fn pass_large<R: Read>(input: &mut Input<R>, mut scan: Scan) -> Result<Fault, Fault> {
    loop {
        input.pass(input.held().len());
        scan.at = 0;
        if !input.more().map_err(Fault::Broken)? {
            return Ok(Fault::TooLarge);
        }
        if scan.go_on(input.held()) {
            input.pass(scan.at);
            return Ok(Fault::TooLarge);
        }
    }
}

/// Finds a line behind the first that opens an object.
fn next_start(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes[at..].iter().position(|byte| *byte == b'\n')? + 1;
        if bytes[at..].starts_with(b"{") {
            return Some(at);
        }
    }
}
