//! How tendencies in doing, working together and looking back sound in what people write.

use super::Sounds;

pub(super) const HANDOFF_LOSS: Sounds = Sounds {
    plain: "I thought|assumed|believed +she|he|they|everyone|everybody|the_others knew|had_been_told|had_read|been_told +that|about|of|where|when|which|what|already|this|it;
        he|she|they thought|assumed +i|we +knew +that|about|of|where|when|which|what|already;
        thought|assumed|believed other|others|somebody|someone|colleague +had|has +told|passed|informed|mentioned|said|written|done;
        no|without|without_a|without_any +handover|handoff;
        handover|handoff nobody|no_one|missing|skipped|forgot|forgotten|rushed|incomplete;
        handover|handoff was|were two_minutes|too_short|short|rushed|skipped|missing|incomplete;
        wasn't|was_not|weren't|were_not|not|never|nothing|didn't|did_not been|pass|passed +on|along !in|away|the_dessert;
        message|information|news|word|wish|request|warning|instruction* never|didn't|did_not reach|reached|make|made|arrive|arrived|get|got;
        got|was|were|went +lost +between;
        knew +left|went|gone +with;
        fell|fallen|fall|slipped +through +the +cracks;
        successor|replacement|temp|sitter|crew|shift|stand_in knew +nothing;
        forgot|failed|omitted +to +tell|mention|inform|brief my|the|our +replacement|successor|colleague|shift|crew|sitter|night|next|stand_in;
        replacement|successor|temp|sitter|night_shift|next_shift|day_shift|stand_in was|were|had +never|not +been|told|informed|briefed;
        I inherited without|no",
    weak: "thought|assumed +she|he|they +knew;
        not|nothing|nowhere +in +the|my|our|her|his +notes|file|log|chart|sheet;
        handover|handoff|shift_change;
        I handed project|shift|class|patient*|case|file|ward|account|work;
        I handed_over project|shift|class|patient*|case|file|ward|account|work;
        nobody|no_one|never +told|mentioned;
        lost +on_the_way|along_the_way;
        written +down +for;
        had_not|hadn't|never +noted|recorded|logged|charted;
        passed +nothing|little +on|along",
    beside: "when_the_night_shift|when_the_shift|night_shift_came|morning_shift|between_shifts|successor|predecessor|replacement|previous|took_over|take_over|taken_over|before_me|mentioned|not_mentioned|left_out|the_dose|dosage_out|open_points|without_a_list|information|for_the_sitter|nobody_mentioned|minutes_long|last_team",
};

pub(super) const SINGLE_POINT_OF_FAILURE: Sounds = Sounds {
    plain: "the|my|our +only +one|person|colleague +who +knew|knows|can|could|had|has|understood|understands;
        only +he|she|i|one_person|anna|one_of_us +knew|knows|had_the|has_the +how|where|password|key|the;
        no|without_a|without +backup|spare|substitute|replacement|second|stand_in|plan_b +for|was|left|key|one|machine|person|copy|ready|available|there;
        there +was|were|is +no|only_one +backup|spare|substitute|replacement|stand_in|second|plan_b|key|copy|supplier;
        had|was|is|on|by +the|a|our|my +only|single|sole +supplier|source|copy|key|machine|printer|driver|server|pump;
        the|our|my +only|single|sole +supplier|source|copy|key|machine|printer|driver|server|pump +was|is|broke|failed|had|went|died|lay;
        everything|it_all +hung|depended|depends|relied +on +one|her|him|me|a_single",
    weak: "no +backup|spare|substitute|stand_in;
        only +person|one +who;
        single +supplier",
    beside: "ill|sick|broke|holiday|away|died|failed|stood_still|knew|nobody_else|no_one_else|alone|waited",
};

pub(super) const FATIGUE_AND_OVERLOAD: Sounds = Sounds {
    plain: "end|after of|a +a|double|night|long|third +double|shift|day|night|week;
        after +a +double|night|long +shift|day|week;
        no|little|hardly_any|without|too_little|not_enough +sleep;
        I hadn't|had_not|didn't|barely|hardly sleep|slept;
        I was|were|am|felt +so|too|very|dead|completely|totally|just|already|over|still|both|all +tired|exhausted|worn_out|overloaded|sleepy|drained;
        I was|were|am|felt +tired|exhausted|overtired|overloaded|worn_out|burnt_out|drained|sleepy;
        too +tired|exhausted +to|for;
        hours +of +sleep;
        fourth|fifth|sixth|seventh|tenth|twelfth +night|shift|day|hour +in_a_row|running",
    weak: "tired|exhausted|overloaded|fatigue*|sleepy;
        long +day|week;
        double +shift",
    beside: "double_shift|night_shift|sleep|slept|midnight|hours_of|long_day|after_hours",
};

pub(super) const SKIPPED_VERIFICATION: Sounds = Sounds {
    plain: "I didn't|did_not|never|hadn't|had_not|haven't +check|checked|double_check|double|verify|verified|proofread|test|tested|weigh|weighed|measure|measured !in|out|bounce|positive|myself;
        I didn't|did_not|never|hadn't look|read|looked +again|twice|it_over|it_through|at_the_bill|once_more;
        I didn't|did_not|never|hadn't +look|looked +at again|before;
        I failed|forgot|omitted|neglected +to +check|verify|test|proofread|inspect|double_check;
        sent|signed|put|opened|paid|posted|ordered|set|fitted|booked|passed|filed|deployed|merged|clicked|clicking|through|left|bought|took|taken|gave|shipped|accepted|agreed|used|copied|handed|released|built|installed|published|said_yes|drove|closed|sold|answered|approved|confirmed|submitted|priced|chose|picked|decided|assumed|address|letter without +checking|testing|verifying|reading|proofreading|weighing|measuring|looking|trying|counting !my_phone|my_mail|my_email|from;
        and|it|them|that|this|there|box|form|paper|contract|list|order +without +checking|testing|verifying|proofreading|weighing|measuring|counting|reading_it|reading_the|looking_at !my_phone|my_mail|my_email;
        nobody|no_one +had|has|ever +checked|tested|tried|verified|proofread|inspected|counted !out|in|before;
        nobody|no_one +checked|tested|tried|verified|proofread|inspected|counted !out|in;
        without +a|any +test|check|trial|proof_read|second_look;
        no +test|check|trial_run|dry_run +at_all|before|was;
        I shipped|released|sent|delivered|published|installed|handed untested|unchecked|unread|uncounted|unverified;
        I skipped|left_out|omitted +the|a|all|my|our|every +second_look|trial_run|test|tests|check|checks|proofreading|dry_run|final_check|inspection;
        looked +fine|good|right|okay|ok +to_me|so +so|i|we;
        it|everything|that|all +looked +fine|good|right|okay|ok",
    weak: "looked +fine|good|right|okay|ok;
        never|not +tested|checked;
        without +checking|testing|looking|reading|counting;
        I trusted +the|it|my|his|her",
    beside: "sent|signed|shipped|released|never_again|never_weighed|without_reading|untested|before_we|before_i|so_i|so_we|skipped|result|went_live",
};

pub(super) const RELYING_ON_MEMORY: Sounds = Sounds {
    plain: "I forgot|forget|forgotten !*ing|nothing;
        slipped +my|our|her|his +mind;
        escaped +me|us +completely|entirely|again;
        had|has +escaped|completely_escaped|slipped +me|us;
        I meant +to +call|bring|renew|send|write|lock|book|pay|order|buy|water|take|check|reply|answer|post|pick|clean|close|charge|save|print|return|cancel|ring|email|set|turn|switch|put|add;
        I didn't|did_not|couldn't|could_not|don't +remember|recall !him|her|them|his|meeting|saying;
        I had|have|set|made +no +reminder|alarm|list|note;
        I didn't|did_not|never|hadn't|had_not write|wrote|written|note|noted +it|that|this|them +down;
        I kept|keep|had list|it|that|everything|all|order*|number*|them|appointments +in +my|our +head;
        I relied|relying|trusted|trusting +on|my|to memory;
        I remembered only|too_late|when;
        I remembered +only|too_late;
        I didn't|did_not +think +of|about +it +any_more|anymore|again|until;
        I simply|just|simply_didn't +didn't|did_not +think +of|about +it",
    weak: "I meant +to !talk|speak|tell|say|confront|be|have;
        escaped +me|us;
        no +reminder;
        I was|were +going_to +write|call|send|ask|note|book;
        from +memory;
        remember*",
    beside: "and_didn't|and_did_not|never_did|it_was_gone|then_the_phone|forgot*|reminder|by_heart|in_my_head|and_never",
};

pub(super) const PERFECTIONISM: Sounds = Sounds {
    plain: "one +more|last +polish|revision|pass|tweak|draft|round +of|and|before|on|to|because;
        not|never|wasn't +quite|good|yet +good|enough +enough|yet;
        I kept +polishing|rewriting|tweaking|refining|redoing|correcting|improving|revising|fiddling;
        never +ready|finished|good_enough +to|for|enough;
        I wanted|had|tried|needed it|everything|them|each +to +be +perfect|flawless|spotless;
        had|has|must +to +be +perfect|flawless",
    weak: "until|till|not|never|isn't|wasn't perfect;
        kept +rewriting;
        never +ready",
    beside: "deadline|too_late|never_finished|draft|version|rewrote|over_and_over|submit*|wanted_it",
};

pub(super) const PROCRASTINATION: Sounds = Sounds {
    plain: "I put|putting +off !her|his|light|lights|coat|by|customers|my_coat;
        I put|putting +it|them|this|that|everything +off;
        I kept|keep +postponing|pushing|delaying|putting|telling_myself|finding;
        I postponed|delayed|pushed again|starting|the_start|week_after;
        I left|leave +it|them|this|that|packing|everything|the_packing|the_work|the +until|till|to|packing|writing last_minute|last_moment|night|morning|evening|end|until_the;
        I wrote|did|made|started|packed|began|learned|learnt|studied|bought|finished at_the|in_the|until_the +last +minute|moment;
        I started|began +far|much|way|writing|learning|studying|revising|packing|two|only|the +too_late|days|day|night|the_night|hours +before|late;
        I started|began +too +late|with;
        I started|began too_late +with|on|to|for;
        I began|started +learning|studying|revising|writing|packing day|days|night|hours|evening +before;
        I didn't|did_not|never|hadn't +get|got|gotten +around|round +to;
        I dragged|dragging +my|our +feet;
        I procrastinated|procrastinating|dawdled|dithered;
        I waited|wait +until|till deadline|last_minute|last_moment|night_before|evening_before|two_hours;
        I didn't|did_not +start|begin +until|till|before;
        instead_of +starting|beginning|revising|studying|learning|packing !with;
        I found something_else|other_things|excuses to|else",
    weak: "until|till|to +the +last +minute|moment;
        last +minute +shopping|work|rush|preparation|preparations;
        put +off !by;
        I started +too_late;
        something|anything +else +to_do|to_do_first;
        lay|sat|lain on +my|our +desk|table",
    beside: "as_always|as_usual|dread*|instead_of|tomorrow|for_a_month|for_weeks|every_day|month|weeks_for|deadline|night_before|shopping|postpon*|start_tomorrow",
};

pub(super) const OVERCONFIDENCE: Sounds = Sounds {
    plain: "I was|were|felt sure|certain|positive|convinced|confident !enough|about_nothing|way|kind|amount|shade|extent|degree;
        I had|saw +no +doubt|doubts;
        I had|saw|felt +no +need +to|for|of +test|testing|check|checking|practise|rehearse|a_test;
        no +way +it|this|that|they|we|i +fails|fail|could_fail|would_fail|can_fail|will_fail|breaks;
        couldn't|could_not|can't possibly|go|fail +wrong|fail|go_wrong;
        nothing +could +happen|go_wrong|possibly_go;
        it|this|that seemed|sounded|looked|was +easy|simple +enough so|and|i|we|for;
        I overestimated|overrated +my|our|myself|ourselves|what_i|how;
        I would|d +have|ve +bet|sworn;
        I was|were|been too|over|so +sure|confident|certain|self_confident;
        overconfident|over_confident|cocksure;
        do|did|done|bake|fix|play|drive it|that|this +in|with +my|our +sleep|eyes_closed|eyes_shut;
        I trusted|went_with +my +gut;
        I didn't|did_not +think +it|anything +could|would +go_wrong|fail|happen",
    weak: "easy|simple +enough;
        I certain +that|it|of;
        no_need +to",
    beside: "didn't_read|did_not_read|without_the_manual|no_insurance|without_a|did_not_test|didn't_test|overconfiden*|told_everybody|told_everyone|could_do_it|wrong_about|bet",
};

pub(super) const NOT_ASKING_FOR_HELP: Sounds = Sounds {
    plain: "I didn't|did_not|don't +want|wish|like +to +bother|disturb|trouble|burden !with_the|about;
        I didn't|did_not +want +to +look|seem|appear +stupid|weak|incompetent|silly|ignorant;
        I didn't|did_not +want +to +be +a +burden|nuisance;
        I should|could|might +have|ve +asked|called +for +help|advice|support|a_second|a_hand|somebody|someone;
        I should|could +have|ve +asked +someone|somebody|a_colleague|a_friend|an_expert|my_colleague|my_boss|my_supervisor|earlier|sooner|the_neighbour;
        I struggled|wrestled|fought|battled|muddled +on_my_own|alone|on_our_own|by_myself !machine|card|account|bike|team|foot|feet;
        I struggled|wrestled|battled|muddled|fought|carried|tried|lifted on_my_own|alone|by_myself|by_ourselves|on_our_own !machine|card|account|bike|team|foot|feet;
        I tried|wanted|meant +to +solve|fix|manage|do|handle|repair|sort it|the|this|that|everything|them +myself|alone|on_my_own|by_myself|ourselves !machine|card|account|bike;
        I tried|wanted +to +solve|fix|manage|do|handle|repair boiler|it|this|that|everything +myself|alone|on_my_own|by_myself;
        I didn't|did_not|never|don't +ask|asked +for +help|advice|support;
        I didn't|did_not|never +ask|asked +anyone|anybody|a_soul|my_supervisor|my_boss|a_colleague|the_team;
        I asked +nobody|no_one !to_be;
        I was|were|am +too +proud|ashamed|embarrassed|shy +to +ask|call|seek|admit;
        I was|were|am +ashamed|embarrassed|afraid|scared|reluctant +to +ask;
        I hesitated|hesitate +to +ask|call;
        I didn't|did_not +dare +to_ask|ask;
        I did_not|didn't|never +reach|reached +out;
        stuck without +telling|asking +anybody|anyone|somebody;
        had|have +to +do +it|everything|all|it_all +all|by|myself|alone +by|myself;
        everything|it +myself|alone +before +i|we +called|asked;
        alone +instead_of +asking",
    weak: "should +have +asked;
        on +my +own !machine|card|account|bike|team|foot|feet|two|laptop|computer|money|behalf|desk|car|phone|house|room;
        I didn't|did_not|never +ask|asked;
        by +myself;
        all +alone;
        asked +nobody",
    beside: "stuck|help|struggl*|hours|evenings|advice|proud|bother|nobody_else|instead_of_asking|made_it_worse|gave_up|hurt|back_is_out",
};

pub(super) const REACTIVE_EMOTION: Sounds = Sounds {
    plain: "I snapped +at|back|and_said|when;
        I sent|wrote|replied|answered|mailed it|angry|angrily|in_anger|in_a_rage|furiously +angry|in_anger|while_angry;
        I sent|wrote|replied|answered +angry|angrily|in_anger|in_a_rage;
        I lost +my|our +temper|patience|cool;
        in +the +heat +of;
        I was|were|am|got|became +so|too|very|still +furious|angry|livid|enraged that|and|to;
        I was|were|got|became +furious|livid|enraged;
        I raised +my|our +voice;
        I shouted|yelled|screamed|barked +at;
        I exploded|blew_up|slammed|stormed_out",
    weak: "I snapped !the|a|it|my|off|in;
        in +anger;
        angry +mail|email|e_mail|letter|message|reply;
        I was|were|felt|got|am angry|furious;
        I shouted|yelled",
    beside: "sent|shouted|yelled|mail|email|e_mail|regret*|sorry|apologi*|said_things|voice|temper|slammed|replied|wrote",
};

pub(super) const MISSED_WEAK_SIGNALS: Sounds = Sounds {
    plain: "not +the +first|second|third +time|occasion that|it|this|we|i|the;
        had|has|have +happened|occurred +before|already|twice|once|last;
        happened|occurred +before|already +and|but|in;
        odd|strange|weird|funny +but +fine|nobody|i|we|harmless;
        I ignored|missed|overlooked|dismissed|silenced|switched_off +the|an|all|every|its|that +alarm|warning|warnings|sign|signs|signal|light|noise|smell|beep;
        warning|early +signs|signals|sign were|was|i|we|had|that|for|there;
        near +miss;
        I had|have +noticed|seen|heard it|that|this|the_noise|the_smell|the_crack before|days|weeks|earlier|already|twice|for",
    weak: "happened +before;
        not +the +first +time;
        warning +signs|sign|light",
    beside: "alarm|noise|smell|crack|beep*|twice|weeks_before|days_before|nobody_wrote|did_not_write|unlogged|fine_then|shrugged|signs|not_reported",
};

pub(super) const STAKEHOLDER_LEFT_OUT: Sounds = Sounds {
    plain: "nobody|no_one|none_of_us|nobody_had|no_one_had +told|asked|informed|consulted|warned|invited +the|our|them|her|him|my|any +!a|neighbour*|parents|staff|drivers|residents|tenants|users|team|customers|people|cleaner*|nurses|volunteers|caretaker|guests|members|family|children|pupils|teachers;
        wasn't|weren't|was_not|were_not|not|never|hadn't_been +consulted|involved !until;
        wasn't|weren't|was_not|were_not|never_been|not_been|was_never|were_never +invited|asked !for|until|to_dance|to_the_party;
        weren't|wasn't|were_not|was_not +told|informed +that|about|of;
        without +asking|consulting|informing|involving|talking_to|speaking_to +them|her|him|the|my|our|those|anyone|any|us !time|way|price|machine;
        I left|leave my|our|her|him|them|the_whole|neighbour* +out +of;
        was|were|felt +left +out +of +the +plan|planning|decision|loop|talks|discussion|meeting;
        heard|learned|learnt +of|about it|cut|change +last|from_the_newspaper|from_the_paper|at_the|only|later|too_late;
        parents|staff|tenants|neighbours|she|he|they|team|residents|users|wife|husband|partner|altos +only|only_found|found|first +found|heard|learned|learnt +out|of +later|from|afterwards;
        I forgot|failed|omitted|neglected +to +involve|include|consult|invite|ask|inform +the;
        I didn't|did_not|hadn't|had_not|never involve|involved|include|included|consult|consulted|invite|invited +the|our|my|them|her|him|anyone;
        I didn't|did_not|hadn't|had_not|never +tell|told|inform|informed +the|my|our|them|second about|that;
        over +the|her|his|their +head|heads +of;
        not|never +in|kept_in +the +loop;
        I decided|chose|settled alone|without_asking|without_them",
    weak: "nobody|no_one +told|asked|informed;
        found +out +later|afterwards;
        she|he|they|parents|staff|neighbours|tenants|team was|were|felt +left +out;
        without +asking|telling +anyone|anybody|them|her|him|the|us",
    beside: "decision|decided|neighbour*|parents|tenants|staff|last|drivers|volunteers|residents|affected|concerned|whose|informed|afterwards|alone|her_desk|gone|works_council|newspaper",
};

pub(super) const JUDGING_BY_OUTCOME: Sounds = Sounds {
    plain: "it|that +worked|went +so|fine|well|out +so|fine|and +it|we|i|the|must;
        it|that +was +a|clearly +bad|terrible|stupid +call;
        I got +away +with;
        I got|were|was|had +lucky|luck|just_lucky +and|so|again|that",
    weak: "bad +call|decision;
        got +lucky;
        worked +so;
        went +fine|well +so;
        should +have +known",
    beside: "result|luck|lucky|because_it|in_the_end|outcome|hindsight|proved|so_it_was|right_after_all|must_have",
};
