//! The sentences of the method: each is asked about, or passes, in the field that it stands for (C09a).
//!
//! They are specification. What the coach does not yet get right is listed, and asserted to be still wrong, so that the list
//! stays true.

use hansei_coach::control::factors;
use hansei_coach::{Context, Field, Flaw, read, strength};
use hansei_method::factor::{Control, Factor};
use hansei_method::items::Items;
use hansei_method::plan::Strength;

/// What is asked about, by field and flaw.
const FLAG: [(Field, Flaw, &str); 92] = [
    (Field::Intended, Flaw::VagueIntention, "I wanted the project to go well."),
    (Field::Intended, Flaw::VagueIntention, "My goal was to be a better mother during the school holidays."),
    (Field::Intended, Flaw::VagueIntention, "We hoped to make real progress with the new ward routine."),
    (Field::Intended, Flaw::VagueIntention, "To have a great service on Saturday and keep everyone happy."),
    (Field::Intended, Flaw::VagueIntention, "I wanted to give a strong talk and make an impact."),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "The aim was to improve morale in the platoon as soon as possible.",
    ),
    (Field::Intended, Flaw::VagueIntention, "I just wanted the three of us to work well together."),
    (Field::Intended, Flaw::VagueIntention, "On 3 May I wanted to show the investors we are serious."),
    (Field::Happened, Flaw::Editorialising, "Everything fell apart because the team dropped the ball."),
    (Field::Happened, Flaw::Editorialising, "The handover was a complete shambles."),
    (Field::Happened, Flaw::Editorialising, "The customer just refused to listen to reason."),
    (Field::Happened, Flaw::Editorialising, "Service was an absolute nightmare from start to finish."),
    (Field::Happened, Flaw::Editorialising, "The reviewers clearly didn't bother to read the paper."),
    (Field::Happened, Flaw::Editorialising, "My son threw a ridiculous tantrum over nothing."),
    (Field::Happened, Flaw::Editorialising, "The rollout went off the rails almost immediately."),
    (Field::Happened, Flaw::Editorialising, "Nobody cared about the deadline except me."),
    (
        Field::Happened,
        Flaw::Editorialising,
        "The drill was a total farce and the lieutenant couldn't be bothered.",
    ),
    (Field::Happened, Flaw::Editorialising, "It all went south once marketing got involved."),
    (Field::Happened, Flaw::Editorialising, "The parents' evening was painful and embarrassing."),
    (Field::Happened, Flaw::Editorialising, "The demo bombed and the board was unimpressed."),
    (Field::Happened, Flaw::Editorialising, "They were out to sabotage the merger from day one."),
    (Field::Why, Flaw::Blame, "Who screwed up the rota?"),
    (Field::Why, Flaw::Blame, "The night nurse was careless with the chart."),
    (Field::Why, Flaw::Blame, "This is entirely the supplier's fault."),
    (Field::Why, Flaw::Blame, "If Marcus had done his job we would have shipped."),
    (Field::Why, Flaw::Blame, "The new analyst is just incompetent."),
    (Field::Why, Flaw::Blame, "We need to find out who let this through."),
    (Field::Why, Flaw::Blame, "The root cause was human error by the operator."),
    (Field::Why, Flaw::Blame, "Priya dropped the ball on the visa paperwork."),
    (Field::Why, Flaw::Blame, "The sous-chef never listens to anyone."),
    (Field::Why, Flaw::Blame, "Our PhD student was too lazy to recalibrate the scale."),
    (Field::Why, Flaw::Blame, "The corporal failed to follow a simple order."),
    (Field::Why, Flaw::Blame, "My husband is to blame for the missed appointment."),
    (Field::Why, Flaw::Blame, "The account manager let us all down."),
    (Field::Why, Flaw::ExternalBlame, "The timing was bad."),
    (Field::Why, Flaw::ExternalBlame, "The client was unreasonable."),
    (Field::Why, Flaw::ExternalBlame, "It just wasn't meant to be."),
    (Field::Why, Flaw::ExternalBlame, "There was nothing I could have done."),
    (Field::Why, Flaw::ExternalBlame, "The market turned against us, end of story."),
    (Field::Why, Flaw::ExternalBlame, "My hands were tied by head office."),
    (Field::Why, Flaw::ExternalBlame, "These things happen; no point dwelling on it."),
    (Field::Why, Flaw::ExternalBlame, "We were just unlucky with the weather."),
    (Field::Why, Flaw::ExternalBlame, "Kids that age simply don't listen."),
    (Field::Why, Flaw::Rumination, "I am a failure."),
    (Field::Why, Flaw::Rumination, "I'm terrible at this."),
    (Field::Why, Flaw::Rumination, "What's wrong with me?"),
    (Field::Why, Flaw::Rumination, "This didn't work, so I must not be cut out for this job."),
    (Field::Why, Flaw::Rumination, "Why do I always ruin things for my team?"),
    (Field::Why, Flaw::Rumination, "I can't do anything right in front of a class."),
    (Field::Why, Flaw::Rumination, "I keep replaying the meeting over and over."),
    (Field::Why, Flaw::Rumination, "I'm such an idiot for trusting the timer."),
    (Field::Why, Flaw::Rumination, "A real founder would never have let this happen; I'm a fraud."),
    (Field::Why, Flaw::Rumination, "I'll never be a good father."),
    (Field::Why, Flaw::Rumination, "Story of my life, I ruin every plating I touch."),
    (Field::Why, Flaw::Rumination, "I'm just not good enough for this regiment."),
    (Field::Why, Flaw::Rumination, "I hate myself for missing that lump."),
    (Field::Why, Flaw::Hindsight, "I should have known better."),
    (Field::Why, Flaw::Hindsight, "I knew this would happen."),
    (Field::Why, Flaw::Hindsight, "Obviously the deadline was unrealistic."),
    (Field::Why, Flaw::Hindsight, "In hindsight it was clear the patient was septic."),
    (Field::Why, Flaw::Hindsight, "Anyone could see the deal was dead by June."),
    (Field::Why, Flaw::Hindsight, "The warning signs were there all along."),
    (Field::Why, Flaw::Hindsight, "It was bound to fail with a crew that new."),
    (Field::Why, Flaw::Hindsight, "How could we have missed such an obvious gap?"),
    (Field::Why, Flaw::Hindsight, "We should have seen the churn coming."),
    (Field::Why, Flaw::Hindsight, "Of course the soufflé was going to sink."),
    (Field::Why, Flaw::Hindsight, "It was always going to end in an argument."),
    (Field::Why, Flaw::Hindsight, "Looking back, the result was inevitable."),
    (Field::Why, Flaw::Hindsight, "I had a feeling all along that the reagent was off."),
    (Field::Next, Flaw::Aspiration, "I'll be more careful."),
    (Field::Next, Flaw::Aspiration, "We will communicate better with the families."),
    (Field::Next, Flaw::Aspiration, "I'm going to try harder to listen to my daughter."),
    (Field::Next, Flaw::Aspiration, "Next time I will pay more attention to the dosage."),
    (Field::Next, Flaw::Aspiration, "The team will stay on top of deadlines."),
    (Field::Next, Flaw::Aspiration, "I need to be more organised before service."),
    (Field::Next, Flaw::Aspiration, "I will make sure this never happens again."),
    (Field::Next, Flaw::Aspiration, "We aim to be more proactive with at-risk accounts."),
    (Field::Next, Flaw::Aspiration, "I'll keep in mind that investors need context."),
    (Field::Next, Flaw::Aspiration, "From now on I'll double my efforts on planning."),
    (Field::Next, Flaw::Aspiration, "I should focus more during the night watch."),
    (Field::Next, Flaw::Aspiration, "We must do better as a lab."),
    (Field::Next, Flaw::Aspiration, "I will remember to check the allergens."),
    (Field::Why, Flaw::Counterfactual, "We could have caught it if we had run the smoke test."),
    (Field::Why, Flaw::Counterfactual, "She should have escalated at noon."),
    (Field::Why, Flaw::Counterfactual, "If only I had left ten minutes earlier."),
    (Field::Why, Flaw::Counterfactual, "The team failed to notify the ward."),
    (Field::Why, Flaw::Counterfactual, "They neglected to update the risk register."),
    (Field::Why, Flaw::Counterfactual, "Had I tasted the sauce, the dish would have been saved."),
    (Field::Why, Flaw::Counterfactual, "I ought to have asked for the second reader."),
    (Field::Why, Flaw::Counterfactual, "The technician might have noticed the leak had he looked up."),
    (Field::Why, Flaw::Counterfactual, "I wish I had said no in March."),
    (Field::Why, Flaw::Blame, "Who screwed up?"),
];

/// What passes without a question, by field and the flaw that it looks like.
const PASS: [(Field, Flaw, &str); 96] = [
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Deliver the client proposal by March 15 under $200K with sign-off from all three stakeholders.",
    ),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Get Mr Ade to take his evening dose without a second nurse being called.",
    ),
    (Field::Intended, Flaw::VagueIntention, "Have 28 of 30 pupils hand in the lab report by Friday's bell."),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Plate 90 covers between 19:00 and 21:30 with no more than two refires.",
    ),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Find out whether the antibody still binds at 37 °C; either answer would have been fine.",
    ),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Leave my daughter's school meeting with a written support plan.",
    ),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Cross the start line at 0500 with all four vehicles and both radios working.",
    ),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "Renew the Hartley contract at last year's price or better before their fiscal year closes.",
    ),
    (
        Field::Happened,
        Flaw::Editorialising,
        "The proposal was delivered March 22, the budget came in at $247K, and one stakeholder raised concerns about the timeline.",
    ),
    (Field::Happened, Flaw::Editorialising, "The sponge fell apart when I lifted it off the tray at 14:05."),
    (Field::Happened, Flaw::Editorialising, "At 02:10 the patient's pressure collapsed to 70/40."),
    (Field::Happened, Flaw::Editorialising, "She wrote, 'this is a disaster', and left the call at 10:32."),
    (Field::Happened, Flaw::Editorialising, "Everyone on the seven-person list replied by noon."),
    (Field::Happened, Flaw::Editorialising, "The email was never sent; it was still in Drafts at 16:02."),
    (Field::Happened, Flaw::Editorialising, "The battery exploded during test 14."),
    (Field::Happened, Flaw::Editorialising, "Eleven of 26 pupils left question 3 blank."),
    (Field::Happened, Flaw::Editorialising, "The disaster recovery site took over at 03:20."),
    (Field::Happened, Flaw::Editorialising, "The guest said he was leaving because his soup was cold."),
    (Field::Happened, Flaw::Editorialising, "Two buyers walked out after slide 9 and did not come back."),
    (
        Field::Happened,
        Flaw::Editorialising,
        "The app crashed four times in the first hour, per the error log.",
    ),
    (Field::Happened, Flaw::Editorialising, "The chaos experiment ran for ten minutes as scheduled."),
    (Field::Why, Flaw::Blame, "Dana is responsible for the rota from Monday."),
    (Field::Why, Flaw::Blame, "A ground fault tripped the breaker at 11:40."),
    (Field::Why, Flaw::Blame, "I ran git blame to find the commit."),
    (Field::Why, Flaw::Blame, "I decided not to call the surgeon."),
    (Field::Why, Flaw::Blame, "The patient who was moved at 04:00 had no wristband."),
    (Field::Why, Flaw::Blame, "Who should be told before the next release?"),
    (Field::Why, Flaw::Blame, "Nobody is to blame; the form had no field for allergies."),
    (Field::Why, Flaw::Blame, "The night nurse drew up 5 mg at 02:10 from the adjacent tray."),
    (Field::Why, Flaw::Blame, "The pump failed to start at 06:12."),
    (Field::Why, Flaw::Blame, "Marcus had three releases that week and no reviewer."),
    (Field::Why, Flaw::Blame, "Whose approval is needed when the budget changes?"),
    (Field::Why, Flaw::Blame, "The supplier shipped the wrong gasket on 4 June (delivery note 221)."),
    (Field::Why, Flaw::Blame, "The careless-driving module was added to the course in May."),
    (Field::Why, Flaw::ExternalBlame, "The client added three requirements after the kickoff meeting."),
    (Field::Why, Flaw::ExternalBlame, "The storm closed the road at 07:00; I had no backup venue."),
    (
        Field::Why,
        Flaw::ExternalBlame,
        "The regulator changed the labelling rule on 2 May and I read it on the 20th.",
    ),
    (Field::Why, Flaw::ExternalBlame, "Head office froze hiring in March; I kept the September date anyway."),
    (Field::Why, Flaw::ExternalBlame, "Bad timing on the valve (12 degrees late) caused the knock."),
    (Field::Why, Flaw::ExternalBlame, "The flour was from a new mill and I did not re-test the hydration."),
    (Field::Why, Flaw::ExternalBlame, "Nothing in the protocol told me to check the second channel."),
    (Field::Why, Flaw::ExternalBlame, "The market research budget was mine and I cut it in week two."),
    (Field::Why, Flaw::ExternalBlame, "Luck was on our side in the pilot, so I over-read twelve responses."),
    (Field::Why, Flaw::Rumination, "I failed the audit on two of nine items."),
    (
        Field::Why,
        Flaw::Rumination,
        "I felt like a failure on Tuesday; by Thursday I could list what happened.",
    ),
    (
        Field::Why,
        Flaw::Rumination,
        "My last four estimates were 40% low, so I am bad at estimating data migrations.",
    ),
    (Field::Why, Flaw::Rumination, "He told me 'you are a failure', and I left the room."),
    (Field::Why, Flaw::Rumination, "I always call the lab before 16:00."),
    (Field::Why, Flaw::Rumination, "The failure of the second pump started at 03:12."),
    (Field::Why, Flaw::Rumination, "I'm not a failure; the experiment was."),
    (Field::Why, Flaw::Rumination, "I am a failure analyst at the turbine plant."),
    (Field::Why, Flaw::Rumination, "The worst decision I made was to skip the tasting."),
    (Field::Why, Flaw::Rumination, "I never had access to the second monitor."),
    (Field::Why, Flaw::Rumination, "I am responsible for the late order."),
    (Field::Why, Flaw::Rumination, "I keep a log of every replay of the match footage."),
    (Field::Why, Flaw::Rumination, "Why do I always pre-heat the pan? Because the first batch sticks."),
    (Field::Why, Flaw::Hindsight, "I wrote on 3 February that the timeline was two weeks short."),
    (Field::Why, Flaw::Hindsight, "We should know the assay result by Friday."),
    (
        Field::Why,
        Flaw::Hindsight,
        "At the time we knew the lactate was 1.9; the 4.2 came back an hour later.",
    ),
    (Field::Why, Flaw::Hindsight, "The obvious next step is to add a second reviewer."),
    (Field::Why, Flaw::Hindsight, "The consommé was clear when it left the pass."),
    (Field::Why, Flaw::Hindsight, "He said 'obviously not' and hung up."),
    (Field::Why, Flaw::Hindsight, "The skid marks were clearly visible in photo 12."),
    (
        Field::Why,
        Flaw::Hindsight,
        "In hindsight we would rank the tests differently; on the day all three looked equal.",
    ),
    (Field::Why, Flaw::Hindsight, "The forecast on the decision day gave a 20% chance of rain."),
    (Field::Why, Flaw::Hindsight, "It was clear to land at 06:40 according to the tower."),
    (Field::Why, Flaw::Hindsight, "I knew the door code because I had used it that morning."),
    (Field::Why, Flaw::Hindsight, "She was bound to silence by the confidentiality clause."),
    (Field::Why, Flaw::Hindsight, "We had no signal before 09:15 that the tank was leaking."),
    (
        Field::Next,
        Flaw::Aspiration,
        "I'll include a scope-change clause in every kickoff document that triggers a timeline and budget review.",
    ),
    (
        Field::Next,
        Flaw::Aspiration,
        "If a dose is heparin, then I will read the label aloud to a second nurse before pushing.",
    ),
    (Field::Next, Flaw::Aspiration, "On Monday at 09:00 I will try the new handover card with bed 4."),
    (
        Field::Next,
        Flaw::Aspiration,
        "To be more careful with allergens, I will tape the nut list to the pass before every service.",
    ),
    (Field::Next, Flaw::Aspiration, "When a delay passes one day, I will phone the client before 17:00."),
    (
        Field::Next,
        Flaw::Aspiration,
        "I will make sure by setting a calendar block titled 'recount stock' every Thursday at 15:00.",
    ),
    (Field::Next, Flaw::Aspiration, "I'll order three more crates of lemons each Thursday."),
    (
        Field::Next,
        Flaw::Aspiration,
        "If my son raises his voice, I will sit down and wait ten seconds before answering.",
    ),
    (
        Field::Next,
        Flaw::Aspiration,
        "Before submitting, I'll run the checklist in /docs/review.md with one colleague.",
    ),
    (
        Field::Next,
        Flaw::Aspiration,
        "The focus group on 12 June will test the pricing page with five teachers.",
    ),
    (
        Field::Next,
        Flaw::Aspiration,
        "After each patrol I will spend five minutes writing three facts in the log.",
    ),
    (Field::Next, Flaw::Aspiration, "The build will refuse to merge when the schema test fails."),
    (
        Field::Next,
        Flaw::Aspiration,
        "If a prospect goes silent for seven days, I close the opportunity in the CRM and move on.",
    ),
    (Field::Why, Flaw::Counterfactual, "The guest could have a nut allergy, so we asked."),
    (Field::Why, Flaw::Counterfactual, "The delivery should arrive by 15:00."),
    (
        Field::Why,
        Flaw::Counterfactual,
        "The order should have contained 12 crates per PO 4471; it contained 9.",
    ),
    (Field::Why, Flaw::Counterfactual, "The pump failed to start at 06:12."),
    (Field::Why, Flaw::Counterfactual, "Each table could have six guests."),
    (Field::Why, Flaw::Counterfactual, "I asked whether I had permission to enter."),
    (Field::Why, Flaw::Counterfactual, "It would have been about 3 pm when the alarm sounded."),
    (Field::Why, Flaw::Counterfactual, "If I had a question, I wrote it in the log."),
    (Field::Why, Flaw::Counterfactual, "The argument 'we should have known' came up twice in the meeting."),
    (
        Field::Intended,
        Flaw::VagueIntention,
        "I intended to deliver the client proposal by March 15 with a budget under $200K and buy-in from all three stakeholders.",
    ),
    (
        Field::Happened,
        Flaw::Editorialising,
        "The proposal was delivered March 22, the budget came in at $247K, and one stakeholder raised concerns about the timeline that we hadn't addressed.",
    ),
    (
        Field::Next,
        Flaw::Aspiration,
        "I'll include a formal scope change process in every project kickoff document, with a clause that any additions beyond the original brief trigger a timeline and budget review before work continues.",
    ),
    (
        Field::Why,
        Flaw::Blame,
        "What conditions allowed this to happen, and how do we change those conditions?",
    ),
    (Field::Why, Flaw::Rumination, "I have not failed. I've just found 10,000 ways that won't work."),
];

/// How well actions hold.
const STRENGTH: [(&str, Strength); 16] = [
    ("Remind all staff at the next huddle.", Strength::Weaker),
    ("Retrain the team on the procedure.", Strength::Weaker),
    ("Add a warning label to the drawer.", Strength::Weaker),
    ("I'll double-check every invoice myself.", Strength::Weaker),
    ("Train people on the checklist.", Strength::Weaker),
    ("Write a policy that someone must look at the alarms.", Strength::Weaker),
    ("Use a six-line departure checklist at the pass.", Strength::Intermediate),
    ("Read back every verbal order.", Strength::Intermediate),
    ("Add a two-day buffer to each estimate.", Strength::Intermediate),
    ("Ask Lena to review every contract above 10k.", Strength::Intermediate),
    ("The form cannot be submitted without an allergy entry.", Strength::Stronger),
    ("Remove the tenfold-strength vial from ward stock.", Strength::Stronger),
    ("Auto-decline meetings that overlap school pick-up.", Strength::Stronger),
    ("Keep only the small pan on the line.", Strength::Stronger),
    ("The policy engine blocks the merge.", Strength::Stronger),
    ("CI double-checks the schema and stops the deploy.", Strength::Stronger),
];

/// Factors as they were sorted, and whether that is asked about.
const SORTED: [(&str, Control, bool); 10] = [
    ("A competitor cut prices by 30%.", Control::Mine, true),
    ("The pandemic closed our dining room.", Control::Mine, true),
    ("I assumed the scope would hold.", Control::Outside, true),
    ("I did not ask for the second signature.", Control::Outside, true),
    ("It's all my fault.", Control::Partly, true),
    ("I misread the market report.", Control::Mine, false),
    ("The regulator withdrew the licence on 4 May.", Control::Outside, false),
    ("The client sponsor left in week three.", Control::Partly, false),
    ("I did not check the weather forecast.", Control::Mine, false),
    ("My co-founder's illness took her out for six weeks.", Control::Outside, false),
];

/// What is still wrong: taught by sentences, and not by a rule.
const KNOWN: [&str; 5] = [
    "Kids that age simply don't listen.",
    "Obviously the deadline was unrealistic.",
    "The team failed to notify the ward.",
    "The worst decision I made was to skip the tasting.",
    "Why do I always pre-heat the pan? Because the first batch sticks.",
];

/// Actions whose strength is still read wrongly.
const KNOWN_STRENGTH: [&str; 1] = ["Add a warning label to the drawer."];

fn asked(field: Field, answer: &str) -> Option<Flaw> {
    read(field, answer, &Context::default()).asked.map(|asked| asked.flaw)
}

#[test]
fn the_sentences_of_the_method_are_asked_about_and_pass_exactly_but_for_the_known() {
    let flagged = FLAG.iter().map(|(field, flaw, text)| (*text, asked(*field, text), Some(*flaw)));
    let passed = PASS.iter().map(|(field, _, text)| (*text, asked(*field, text), None));
    let wrong: Vec<_> = flagged.chain(passed).filter(|(_, asked, expected)| asked != expected).collect();
    let names: Vec<&str> = wrong.iter().map(|(text, ..)| *text).collect();
    assert_eq!(names, KNOWN, "{wrong:#?}");
}

#[test]
fn actions_hold_as_well_as_the_method_says_but_for_the_known() {
    let wrong = STRENGTH.iter().filter(|(action, expected)| strength(action) != Some(*expected));
    assert_eq!(wrong.map(|(action, _)| *action).collect::<Vec<_>>(), KNOWN_STRENGTH);
}

#[test]
fn factors_under_the_wrong_control_are_asked_about_and_others_are_not() {
    for (statement, control, is_asked) in SORTED {
        let factor = Factor { number: 1, statement: statement.parse().unwrap(), control, cause: None };
        let sorted = Items::try_from(vec![factor]).unwrap();
        assert_eq!(factors(&sorted, &Context::default()).is_some(), is_asked, "{statement}");
    }
}
