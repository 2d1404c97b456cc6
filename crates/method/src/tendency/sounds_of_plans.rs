//! How tendencies in promising, planning and judging sound in what people write.

use super::Sounds;

pub(super) const UNDERESTIMATING_TIME: Sounds = Sounds {
    plain: "took|taken|take|taking|takes|lasted longer than +planned|expected|thought|hoped|meant|intended|estimated|scheduled|i|we|it_should;
        was|were|fell|fallen|got|running|ran|am|are|is behind_schedule;
        I thought|figured|reckoned|guessed|expected|believed +it|this|that|the|i|we would|d +take|need|last hour*|minute*|day*|week*|month*|afternoon|morning|evening|weekend|half|long;
        I underestimated|misjudged|miscalculated how_long|the_time|time|hours|effort|the_work|how_much_time|how_much_work;
        took|taken|take|needed|lasted twice|double|thrice|three_times|four_times|five_times|ten_times +as_long|the_time|what;
        i|we|meeting|talk|workshop|session|speech|lesson|rehearsal|lecture overran|ran_over !it|him|her|a|the;
        I ran|running +late|out_of_time|over_time;
        I didn't|did_not|hadn't|had_not leave|left|allow|allowed|plan|planned|schedule|scheduled enough|sufficient time|hours;
        I allowed|left|planned|gave|scheduled|set too_little|too_few|too_short time|hours|minutes|days;
        I expected|planned|hoped|reckoned|thought to_be|to_have|i'd_be|we'd_be|i_would_be|we_would_be +done|finished|ready|through by|before|in|at",
    weak: "longer than +planned|expected|thought;
        thought would +take;
        took longer;
        I underestimated;
        my|our|the +estimate|forecast|guess was|had_been hour*|day*|week*|month*|minute*;
        I planned|reckoned|calculated|allowed|budgeted|estimated|expected hour*|day*|week*|month*|minute*|sprint*;
        meant|supposed +to_be|to_take quick|short|hour*|day*|minute*;
        should have_been|be +finished|done|ready in;
        too_little|not_enough +time|hours;
        hours|minutes|days|weeks was|were +too_short|not_enough;
        talk|speech|lecture|presentation|i was|were|went over_time|overtime",
    beside: "took|needed|became|longer|late|later|delay*|deadline*|overran|swallowed|ate|eleven_days|cut_me_off|cut_us_off|only_got_to|still|whole_week|whole_day|whole_sunday|whole_weekend|behind_schedule",
};

pub(super) const OVER_COMMITTING: Sounds = Sounds {
    plain: "I said +yes +again|before|although|even|without|to;
        I took|taken|taking|take +on too|too_much|another|more|second|third|fourth|extra|additional|everything|both|yet|shift*|project*|client*|job*|commission*|task*|student*|work;
        I accepted|accept +both|another|more|extra|too_many|everything;
        I had|have|got|were_doing|was_doing too_many|too_much|so_many thing*|task*|project*|commitment*|promise*|job*|client*|appointment*|deadline*|order*|on|going_on|to_do;
        I was|were|am|are|felt|got stretched|overstretched|overcommitted|over_committed|overbooked|double_booked|spread_thin|spread_too;
        I overcommitted|over_committed|overbooked|overstretched;
        week|calendar|diary|schedule|weekend was|were overbooked|double_booked|overfull;
        double_booked|overbooked +myself|ourselves;
        I couldn't|could_not|can't|can_not|cannot|didn't|did_not|never say|said +no;
        more|too_much|a_lot|so_much on +my|our +plate;
        bit|bitten|bite +off more;
        no_room|no_time|no_space|no_slot left|free +in +my|our;
        more than i|we|my|our could|can +handle|manage|do|cope|chew|take;
        one thing|task|job|project|favour|favor +too_many;
        I was|were|am juggling|balancing two|three|four|five|six|several|too_many|deadline*|job*|project*;
        I committed +to too_many|too_much|both|several;
        I promised|agreed two_places|both_at_once",
    weak: "I said +yes;
        too_many|so_many thing*|task*|project*|commitment*|promise*|job*|client*|duties|roles|appointments|meetings|deadlines|orders|errands|plates|balls;
        I took +on;
        I agreed|volunteered|offered|accepted +to|for;
        stretched +thin|too;
        no +room +left",
    beside: "at_once|same_time|same_day|same_evening|on_top|as_well|already|already_full|was_full|were_full|week_was|my_week|my_calendar|our_calendar|capacity|my_limit|full_attention|dropped|babysit|both|overworked|too_much_work",
};

pub(super) const OVER_PROMISING: Sounds = Sounds {
    plain: "I guaranteed +delivery|them|him|her|that|the|a;
        I promised|pledged|overpromised|over_promised !nothing|myself|ourselves;
        I assured !myself|ourselves|me|us;
        I told|said we|i|that_we|that_i +could|can !not|t|use|see|hear|go|feel;
        I committed +to date|deadline|price|budget|day|delivery;
        I gave +my|our|her|him|them|his word;
        I announced date|opening|launch|release|price",
    weak: "I told that_it|it +would|wouldn't;
        I told|said we|i|she|he|they|that_we|that_i +would|d|will|could;
        I swore|vowed|announced|committed",
    beside: "deliver*|deadline|ready|finished|chapter|before_i|before_we|without_asking|without_knowing|wishful|data|noise|hurt|end_by|be_out_by|optimis*|unrealistic",
};

pub(super) const AVOIDING_DIFFICULT_CONVERSATIONS: Sounds = Sounds {
    plain: "I didn't|did_not|don't|do_not want|wanted|wish +to +upset|hurt|offend|disappoint|embarrass|annoy her|him|them|anyone|anybody|people|feelings|mother|father|sister|brother|friend*|boss|colleague*|neighbour*|team|partner|teacher;
        I waited|waiting|wait for +the +right +moment|time tell|say|speak|talk|raise|bring|mention;
        I kept|keep +putting_off|postponing|delaying +telling|talking|speaking|the_talk|the_conversation;
        I put|putting +off telling|talk|conversation|discussion;
        I avoided|avoid|avoiding|ducked|dodged|evaded|shied_away_from|skirted conversation|talk|telling|talking|saying|discussion|subject|topic|confronting|confrontation|raising;
        I didn't|did_not|never|don't dare|dared +to_tell|to_say|to_speak|to_talk|to_raise|to_mention|to_object|tell|say|speak|talk|raise|mention|object;
        I didn't|did_not|hadn't|couldn't|lacked have_the|find_the|the +heart|courage|nerve tell|say|speak|admit|confront;
        I couldn't|could_not bring +myself|ourselves say|tell|speak|talk|raise;
        I never|didn't|did_not +brought_it|bring_it|brought_this|bring_this|brought_that|bring_that +up;
        I never|didn't|did_not +raised|mentioned|addressed|raise|mention|address +it|that|this|the_subject|the_topic|the_matter|the_issue;
        I never +talked|spoke +about;
        I was|were|am|felt afraid|scared|frightened|terrified +to_tell|to_say|to_admit|to_talk|to_speak|to_confront|to_raise|of_telling|of_her_reaction|of_his_reaction|of_their_reaction;
        I was|were|am +too +polite|shy|nice|kind|soft|timid|cowardly tell|say|speak|raise|object|complain;
        never|not|without say|said|saying outright|openly|directly|to_her_face|to_his_face;
        I didn't|did_not speak|spoke +up;
        I kept|stayed +quiet|silent for_the_sake|to_keep|to_avoid|because|so_as;
        I said +nothing for_the_sake|to_keep|to_avoid|because|so_as|rather;
        I didn't|did_not want +a|an|any|the +fight|scene|argument|quarrel|conflict|row|confrontation;
        instead_of +telling|confronting +him|her|them",
    weak: "waited|waiting for +the +right +moment|time;
        I didn't|did_not|never +dare|dared;
        I had_not|hadn't|haven't|have_not|didn't|did_not|never +tell|told|said|say|corrected|correct;
        I meant|wanted|intended +to +talk|speak|tell|raise|address|confront|say;
        I said|say +nothing;
        I kept|stayed +quiet|silent;
        I hinted;
        I let +it +slide|go|pass;
        talk|conversation +was_needed|was_due",
    beside: "feelings|hurt_his|hurt_her|hurt_him|hurt_their|upset|peace|harmony|afraid|scared|conflict|a_fight|so_kind|is_kind|politeness|awkward|for_weeks|for_months|for_five_months|for_years|five_months|never_did|did_not_dare|didn't_dare|her_reaction|his_reaction|cowardice|difficult_conversation",
};

pub(super) const LATE_ESCALATION: Sounds = Sounds {
    plain: "I hoped it|things|this|that +would +recover|sort_itself|resolve|go_away|get_better;
        I told the|them|her|him|client|boss +the +day|night|evening|morning +before;
        I should_have +raised|escalated|warned|reported|flagged|spoken_up;
        I escalated|raised|reported|warned|told|flagged too_late|so_late;
        I hoped +to +catch_up|make_it_up;
        I kept it|this|that|the_problem|the_news +to +myself|ourselves;
        I didn't|did_not warn|report|escalate|flag|raise early|until|in_time|before;
        I only +told|warned|reported|escalated when|after|on|once",
    weak: "I hoped +it|things|to_catch;
        I told|warned|informed too_late|only;
        I kept +quiet|silent",
    beside: "risk|slip*|blocked|known_for|knew_for|knew_since|already_knew|weeks|delay*|behind|escalat*|catch_up",
};

pub(super) const UNSTATED_ASSUMPTIONS: Sounds = Sounds {
    plain: "I assumed|presumed|supposed !nothing|to|the_role|the_post|the_office|the_position|responsibility|control|command|duties;
        I took|take|taken for +granted;
        I took|take it|that|this +as_read;
        it +turned +out +that|the|she|he|they|we|i|not|there|my|our|somebody|someone|nobody;
        I never|didn't|did_not|hadn't|had_not +confirm|confirmed +that|whether|if|with|what;
        without +asking +whether|if|what|when|who;
        I never|didn't|did_not|hadn't|had_not +ask|asked +whether|if;
        it|that|this went|goes +without +saying;
        acted|worked|relied|built|rested|based +on idea|belief|premise|assumption;
        mistaken|wrong|false|untested|unspoken|unstated|hidden|unchecked +assumption*;
        assumption +nobody|no_one|i_never|we_never|turned;
        I took|took_the|took_his|took_her|took_their word +that|for;
        assuming +that|everyone|everybody|they|it|she|he|the",
    weak: "turned +out;
        assumption*;
        presumed;
        I believed|figured|imagined|supposed|thought !twice|to|it|i|of|about|so|nothing;
        I counted|banked +on;
        went_without_saying",
    beside: "it_doesn't|it_does_not|it_didn't|it_did_not|they_don't|they_didn't|it_wasn't|it_was_not|they_weren't|not_true|turned_out_to_be_wrong|was_wrong|were_wrong|being_home|never_checked|had_not_checked|untested|she'd_know|he'd_know|they'd_know|would_know",
};

pub(super) const NO_CHANGE_CONTROL: Sounds = Sounds {
    plain: "while +we|i +were|was +at_it;
        scope +creep|crept|grew|kept|changed|was_growing;
        outside|beyond +the +brief;
        one +more +feature|request|change|wish;
        I kept +adding|extending;
        extra|additional|new|more +requests|wishes|requirements kept|came|were|each;
        was|were|got +added +later|afterwards|halfway",
    weak: "added later;
        scope;
        extra|additional +requests|wishes",
    beside: "feature*|request*|client|customer|brief|budget|quote*|agreed|grew|grow|date|deadline|again|free",
};

pub(super) const VAGUE_SUCCESS_CRITERION: Sounds = Sounds {
    plain: "not +what +they|he|she|the_client|the_customer +expected|wanted|had_in_mind|imagined|meant;
        never|nobody|hadn't|had_not|didn't|not +define|defined|agreed|said|written what|when|done|success|finished|goal;
        unclear|vague|fuzzy +goal|aim|target|brief|criterion;
        different +idea|ideas|understanding|notion +of +done|finished|good|ready|success;
        wasn't|was_not|weren't|never clear what|when;
        I wanted|hoped it|things|that +to|would +go +well",
    weak: "go +well;
        never +defined",
    beside: "goal|target|criterion|criteria|success|done|expected|finished|measure*|brief",
};

pub(super) const FIRST_ANSWER_STOPPING: Sounds = Sounds {
    plain: "the +reason +was +simply|just|obviously;
        the +only +reason|cause was|is|why;
        it|that +was +just|simply|only +because;
        obvious|first +cause|explanation|answer i|we|was|took|settled|seemed;
        I stopped +looking|searching|asking|investigating for|after|there|once|when|at;
        I settled|stopped +for|at|on|with first",
    weak: "stopped +looking|searching;
        only +reason;
        obvious +cause",
    beside: "cause*|explanation|blamed|reason*|another|also|really|actually",
};

pub(super) const CONFIRMATION_SEEKING: Sounds = Sounds {
    plain: "I ignored|dismissed|brushed_off|waved_away|disregarded +the|his|her|their|all|every|any +warning*|objection*|doubt*|evidence|signs|criticism|results|numbers|data|contrary;
        I explained +it|them|that|this +away;
        confirmed|confirming +my|our +view|opinion|belief|suspicion|theory|idea|hunch|guess;
        I only +looked|searched|read|listened +for|to +confirmation|proof|evidence|what_i|what_we|those_who|people_who;
        I already +knew +the +answer|result|outcome|cause;
        I saw|heard|read|found +only|just +what i|we +wanted|expected",
    weak: "as +expected;
        I already +knew;
        confirmed +my|our +view|opinion|belief|suspicion|idea|hunch|guess",
    beside: "looked_no_further|did_not_look|didn't_look|ignored|dismissed|contrary|against|opposite|other_side|evidence|objection*",
};

pub(super) const ESCALATING_COMMITMENT: Sounds = Sounds {
    plain: "too +late +to|for +stop|turn_back|quit|cancel|give_up;
        I already +spent|invested|put|sunk so_much|too_much|so_many|thousands|months|years|weeks|a_lot|all_that;
        so +much +money|time|work|effort +into +it;
        I come|gone|came|got +too|so +far +to;
        I couldn't|could_not|can't stop|quit|cancel|give_up +now|then|after|any_more|anymore;
        throw*|threw +good +money;
        already +invested|spent so|too|much|many",
    weak: "already +spent|invested|paid;
        gone|come +too +far",
    beside: "stop|give_up|go_on|went_on|kept|continue*|carry_on|cancel|quit|waste*",
};

pub(super) const PLAN_CONTINUATION: Sounds = Sounds {
    plain: "I pressed|pushed|ploughed|plowed +on|ahead|through !the_button|button;
        I kept +going !back|home|to|over|through;
        I carried|went +on|ahead +anyway|regardless|all_the_same;
        I continued anyway|regardless|despite|although|in_spite;
        I was|were +nearly|almost +there so|and|when;
        just +one +more +hour|kilometre|kilometer|mile|try|attempt|run|round|step|bend|hill|climb;
        I didn't|did_not|should_have|never turn|turned +back|around|round",
    weak: "nearly +there;
        almost +done|there;
        just +one +more;
        kept +going !back|home|to|over|through;
        pressed +on !the|a|it|my|button",
    beside: "weather|dark|storm|turn*_back|turn_back|turned_back|despite|although|anyway|warning*|sign*|plan|summit|tired",
};

pub(super) const NORMALISED_DEVIATION: Sounds = Sounds {
    plain: "I always|usually|often|normally|never|all +skip|skipped|leave_out|leave|do|did +it|that|this|the +step|check|list|without;
        I always|usually|often|normally|all +skip|skipped;
        never +mattered|hurt|happened|been_a_problem +before|yet|until;
        always +done|did +it|that|this +that_way|this_way|like_that|like_this;
        nobody|no_one +follows|followed|uses|used|reads|read|does|did +it|that|this|the +rule*|step|list|procedure|checklist|anyway|any_more;
        everyone|everybody +ignores|ignored|skips|skipped|does|did it|that|this|rule*|step|alarm;
        had +become|became +normal|usual|routine|habit|the_norm",
    weak: "nobody|no_one +follows;
        everyone|everybody +ignores|ignored;
        mattered +before",
    beside: "skip*|rule*|step*|procedure|checklist|always|usual*|shortcut|for_years|never_mattered",
};
