//! What a program did to the files of a folder, step by step, as `strace` wrote it down.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use crate::harness::Home;

/// The calls by which files change, and the one by which a person hears of it.
const CALLS: &str = "trace=openat,pwrite64,ftruncate,unlink,rename,fsync,fdatasync,write";

/// One step; files are named without their folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A file was made, or opened where it was already.
    Made(String),
    Written {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        length: usize,
    },
    Removed(String),
    /// Everything in a file is on the disk.
    Settled(String),
    /// The names in the folder are on the disk.
    FolderSettled,
    /// This was printed: from here on the person counts on it.
    Told(Vec<u8>),
}

/// Runs a command of a home and lists what it did to the files of the data; `None` where nothing can be traced.
pub(super) fn traced(home: &Home, args: &[&str]) -> Option<Vec<Step>> {
    let told = home.path().join("trace");
    let mut command = Command::new("strace");
    home.settle(&mut command)
        .args(["-f", "-y", "-xx", "-s", "100000", "-e", "signal=none", "-e", CALLS, "-o"])
        .arg(&told)
        .arg(crate::harness::HANSEI)
        .args(args);
    let output = command.output().ok()?;
    let lines = std::fs::read_to_string(told).ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let data = home.data();
    let steps = whole_calls(&lines).iter().filter_map(|call| step(call, &data)).collect();
    Some(steps)
}

/// Puts calls together that another thread's stood between, at the place where they were done.
fn whole_calls(lines: &str) -> Vec<String> {
    let mut begun: HashMap<&str, &str> = HashMap::new();
    let mut calls = Vec::new();
    for line in lines.lines() {
        let (process, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        if let Some(beginning) = call.strip_suffix(" <unfinished ...>") {
            begun.insert(process, beginning);
        } else if let Some((_, end)) =
            call.strip_prefix("<... ").and_then(|resumed| resumed.split_once(" resumed>"))
        {
            calls.push(format!("{}{end}", begun.remove(process).unwrap()));
        } else {
            calls.push(call.to_owned());
        }
    }
    calls
}

fn step(call: &str, data: &Path) -> Option<Step> {
    let (name, rest) = call.split_once('(')?;
    let (args, result) = rest.rsplit_once(") = ")?;
    if result.starts_with('-') {
        return None;
    }
    let mut args = args.split(", ");
    let mut next = || args.next().unwrap();
    if name == "write" {
        // The standard output, and nothing that threads tell each other.
        return next().starts_with("1<").then(|| Step::Told(bytes(next())));
    }
    let first = next();
    let path = match name {
        "openat" => {
            let path = next();
            if !next().contains("O_CREAT") {
                return None;
            }
            bytes(path)
        }
        "unlink" => bytes(first),
        "rename" => panic!("a file of the data was renamed, and this does not know what that means: {call}"),
        _ => bytes(first.split_once('<')?.1),
    };
    let path = Path::new(std::str::from_utf8(&path).unwrap()).to_owned();
    if name == "fsync" && path == data {
        return Some(Step::FolderSettled);
    }
    let file = path.strip_prefix(data).ok()?.to_str()?.to_owned();
    // What only helps readers is made anew after a crash.
    if file.ends_with("-shm") {
        return None;
    }
    Some(match name {
        "openat" => Step::Made(file),
        "unlink" => Step::Removed(file),
        "fsync" | "fdatasync" => Step::Settled(file),
        "ftruncate" => Step::Cut { file, length: next().parse().unwrap() },
        "pwrite64" => {
            let (bytes, _) = (bytes(next()), next());
            Step::Written { file, at: next().parse().unwrap(), bytes }
        }
        _ => panic!("a file of the data was changed in a way that this does not know: {call}"),
    })
}

/// Reads what `strace -xx` wrote: each byte as `\x41`, between signs that are none.
fn bytes(written: &str) -> Vec<u8> {
    assert!(!written.contains("..."), "cut off: {} characters", written.len());
    written.split("\\x").skip(1).map(|byte| u8::from_str_radix(&byte[..2], 16).unwrap()).collect()
}
