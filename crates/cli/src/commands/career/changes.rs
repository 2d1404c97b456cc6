//! Changing a story: in the editor, from a file, or one thing at a time.

use std::path::PathBuf;

use hansei_app::App;
use hansei_app::career::{Retold, Told};
use hansei_method::career::{Chapter, EvidenceKey, Part, Suggestion};
use hansei_method::id::{CareerId, EntryId};
use hansei_method::text::{Line, Text};
use serde::Deserialize;

use super::changed;
use super::written::{self, Written, WrittenChapter};
use crate::answers_file::json;
use crate::error::CliError;
use crate::interview::{Prompter as _, Terminal, Unwritten};
use crate::open::Desk;
use crate::{files, input, output};

/// Change a story: in your editor, from a file, or one thing at a time
///
/// With nothing but the id it opens the whole story in your editor. An empty text takes what stood there away: --intro "".
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  hansei career edit 9b1d
  hansei career edit 9b1d --from story.txt
  hansei career edit 9b1d --add 81c0 --earlier 81c0
  hansei career edit 9b1d --chapter 3f2a --now \"I ask for the number on the first day\"
  hansei career edit 9b1d --chapter 3f2a --leave-out dates")]
pub(crate) struct Args {
    /// The story's id, the start of it, or its title
    id: String,
    /// Read the whole story from a file, as the editor shows it or as JSON; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["title", "intro", "add", "take_out", "earlier", "later", "chapter"])]
    from: Option<PathBuf>,
    /// Print the story as the editor shows it, and change nothing
    #[arg(long, conflicts_with_all = ["from", "title", "intro", "add", "take_out", "earlier", "later", "chapter"])]
    print: bool,
    /// What stands above the story
    #[arg(long)]
    title: Option<String>,
    /// What stands before the first chapter
    #[arg(long)]
    intro: Option<String>,
    /// Add a chapter about this entry, with what the entry holds
    #[arg(long, value_name = "ENTRY")]
    add: Vec<String>,
    /// Take the chapter about this entry out; its words go with it
    #[arg(long, value_name = "ENTRY")]
    take_out: Vec<String>,
    /// Move the chapter about this entry one place earlier
    #[arg(long, value_name = "ENTRY")]
    earlier: Vec<String>,
    /// Move the chapter about this entry one place later
    #[arg(long, value_name = "ENTRY")]
    later: Vec<String>,
    /// The chapter, by its entry, that the following is about
    #[arg(long, value_name = "ENTRY")]
    chapter: Option<String>,
    /// What stands above the chapter
    #[arg(long, requires = "chapter")]
    heading: Option<String>,
    /// What went wrong
    #[arg(long, requires = "chapter")]
    wrong: Option<String>,
    /// What I learned
    #[arg(long, requires = "chapter")]
    learned: Option<String>,
    /// What I do now
    #[arg(long, requires = "chapter")]
    now: Option<String>,
    /// A line of what the log shows that is left out: its key, as --json shows it
    #[arg(long, value_name = "KEY", requires = "chapter")]
    leave_out: Vec<EvidenceKey>,
    /// A line of what the log shows that is told again
    #[arg(long, value_name = "KEY", requires = "chapter")]
    tell: Vec<EvidenceKey>,
}

/// A story as a file of JSON tells it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FromJson {
    #[serde(default, rename = "schema")]
    _schema: Option<u32>,
    title: Line,
    #[serde(default)]
    intro: Option<Text>,
    #[serde(default)]
    chapters: Vec<Chapter>,
}

/// What is changed one thing at a time, read once.
#[expect(clippy::option_option, reason = "not mentioned, taken out, or put into words")]
struct Said {
    title: Option<Line>,
    intro: Option<Option<Text>>,
    heading: Option<Line>,
    texts: [Option<Option<Text>>; 3],
}

pub(super) async fn run(args: Args, desk: &Desk, app: &App) -> Result<(), CliError> {
    let id = app.find_career(&args.id).await?;
    if args.print {
        return output::print_raw(written::write(&app.career(id).await?).as_bytes());
    }
    if let Some(from) = &args.from {
        let text = input::text(from)?;
        let told = app.career(id).await?;
        let retold = read(desk, app, &told, &text, &input::name(from).display().to_string()).await?;
        let saved = app.retell_career(id, None, &retold).await?;
        return changed(desk, app, saved, "Changed").await;
    }
    if args.is_nothing() {
        return in_editor(desk, app, id).await;
    }
    piecemeal(&args, desk, app, id).await
}

impl Args {
    fn is_nothing(&self) -> bool {
        let lists = [&self.add, &self.take_out, &self.earlier, &self.later];
        self.title.is_none()
            && self.intro.is_none()
            && self.chapter.is_none()
            && lists.iter().all(|list| list.is_empty())
    }

    fn said(&self) -> Result<Said, CliError> {
        let text = |words: &Option<String>| words.as_deref().map(Text::optional).transpose();
        Ok(Said {
            title: self.title.as_deref().map(str::parse).transpose()?,
            intro: text(&self.intro)?,
            heading: self.heading.as_deref().map(str::parse).transpose()?,
            texts: [text(&self.wrong)?, text(&self.learned)?, text(&self.now)?],
        })
    }
}

/// Changes one thing after the other.
async fn piecemeal(args: &Args, desk: &Desk, app: &App, id: CareerId) -> Result<(), CliError> {
    let said = args.said()?;
    let chapter = match &args.chapter {
        Some(entry) => Some(desk.find(app, entry).await?),
        None => None,
    };
    let mut saved = None;
    for entry in &args.add {
        saved = Some(app.add_chapter(id, None, desk.find(app, entry).await?).await?);
    }
    if said.title.is_some() || said.intro.is_some() || chapter.is_some() {
        let change = |story: &mut hansei_method::career::CareerStory| {
            story.title = said.title.clone().unwrap_or_else(|| story.title.clone());
            story.intro = said.intro.clone().unwrap_or_else(|| story.intro.clone());
            if let Some(entry) = chapter {
                said.put(story.chapter_mut(entry)?, args);
            }
            Ok(())
        };
        saved = Some(app.change_career(id, None, change).await?);
    }
    for (entries, later) in [(&args.earlier, false), (&args.later, true)] {
        for entry in entries {
            saved = Some(app.move_chapter(id, None, desk.find(app, entry).await?, later).await?);
        }
    }
    for entry in &args.take_out {
        saved = Some(app.remove_chapter(id, None, desk.find(app, entry).await?).await?);
    }
    match saved {
        Some(saved) => changed(desk, app, saved, "Changed").await,
        None => Ok(()),
    }
}

impl Said {
    fn put(&self, chapter: &mut Chapter, args: &Args) {
        chapter.heading = self.heading.clone().unwrap_or_else(|| chapter.heading.clone());
        for part in Part::ALL {
            if let Some(words) = &self.texts[written::place(part)] {
                chapter.say(part, words.clone());
            }
        }
        for key in &args.leave_out {
            chapter.hide(*key, true);
        }
        for key in &args.tell {
            chapter.hide(*key, false);
        }
    }
}

/// Opens the story in the person's editor and keeps what was written. What cannot be kept is put into a file.
async fn in_editor(desk: &Desk, app: &App, id: CareerId) -> Result<(), CliError> {
    if !output::is_interactive() {
        return Err(CliError::usage(
            "an editor needs a terminal; say what to change, or give the story with --from",
        ));
    }
    let told = app.career(id).await?;
    let before = written::write(&told);
    let text = match Terminal::new(desk).write(&before) {
        Ok(text) => text,
        Err(Unwritten { text, error }) => return put_aside(desk, &text, error),
    };
    if text.trim() == before.trim() {
        output::tell("Nothing was changed.");
        return Ok(());
    }
    let kept = async {
        let retold = read(desk, app, &told, &text, "what was written").await?;
        // It was written over what was seen: what somebody else changed meanwhile is not lost.
        Ok::<_, CliError>(app.retell_career(id, Some(told.kept.version), &retold).await?)
    };
    match kept.await {
        Ok(saved) => changed(desk, app, saved, "Changed").await,
        Err(error) => put_aside(desk, &text, error),
    }
}

/// Puts what was written into a file, and says where it is.
fn put_aside(desk: &Desk, text: &str, error: CliError) -> Result<(), CliError> {
    let path = desk.config.data_dir.join(format!("story-{}.txt", std::process::id()));
    files::write_private(&path, text.as_bytes())?;
    output::tell(&format!("What you wrote is in {}; --from reads it.", path.display()));
    Err(error)
}

/// Reads a whole story: JSON, or as the editor shows it.
async fn read(desk: &Desk, app: &App, told: &Told, text: &str, name: &str) -> Result<Retold, CliError> {
    let wrong = |wrong: String| CliError::invalid(format!("{name}: {wrong}"));
    if text.trim_start().starts_with('{') {
        let FromJson { title, intro, chapters, .. } = json(text).map_err(wrong)?;
        return Ok(Retold { title, intro, chapters });
    }
    let Written { title, intro, chapters } = written::read(text).map_err(wrong)?;
    let story = &told.kept.story;
    let mut retold = Retold {
        title: title.unwrap_or_else(|| story.title.clone()),
        intro: kept_or(story.intro.as_ref(), intro),
        chapters: Vec::with_capacity(chapters.len()),
    };
    for chapter in chapters {
        let entry = desk.find(app, &chapter.entry).await?;
        retold.chapters.push(joined(app, told, entry, chapter).await?);
    }
    Ok(retold)
}

/// Puts a written chapter over the one that is there, or begins one with the title of its entry.
async fn joined(
    app: &App,
    told: &Told,
    entry: EntryId,
    written: WrittenChapter,
) -> Result<Chapter, CliError> {
    let mut chapter = match told.kept.story.chapter(entry) {
        Some(chapter) => chapter.clone(),
        None => Chapter::of(entry, Suggestion::of(&app.entry(entry).await?.entry)),
    };
    let WrittenChapter { heading, texts, hidden, .. } = written;
    chapter.heading = heading.unwrap_or(chapter.heading);
    for (part, words) in Part::ALL.into_iter().zip(texts) {
        let words = kept_or(chapter.text(part), words);
        chapter.say(part, words);
    }
    if let Some(hidden) = hidden {
        // What the log does not show just now had no box to tick.
        let seen = told.chapters.iter().filter(|told| told.chapter.entry == entry);
        let seen: Vec<_> = seen.flat_map(|told| told.evidence.iter().filter_map(|line| line.key)).collect();
        chapter.hidden.retain(|key| !seen.contains(key));
        chapter.hidden.extend(hidden);
    }
    Ok(chapter)
}

/// Keeps a text to the letter where nothing but its line ends and the empty lines around it are different.
fn kept_or(kept: Option<&Text>, written: Option<Text>) -> Option<Text> {
    let plain = |text: &Text| {
        text.as_str().lines().collect::<Vec<_>>().join("\n").trim_matches('\n').trim_end().to_owned()
    };
    match (kept, &written) {
        (Some(kept), Some(words)) if plain(kept) == plain(words) => Some(kept.clone()),
        _ => written,
    }
}
