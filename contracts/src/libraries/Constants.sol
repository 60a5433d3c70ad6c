// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Numbers of the town (spec §1)
/// @dev `npm run gen` mirrors them to TypeScript; nothing else repeats them. Credits are whole DITO unless a name says otherwise.
library Constants {
    /// @notice Base units of one credit.
    uint256 internal constant CREDIT = 1e18;

    /// @notice Credits of one community, minted once to its vault.
    uint256 internal constant SUPPLY = 96_000;
    /// @notice Seats of a community: with the 24th member it is full.
    uint8 internal constant MAX_MEMBERS = 24;
    /// @notice A community is active from the third member on.
    uint8 internal constant MIN_MEMBERS = 3;
    /// @notice What every first-time member and the treasury account receive.
    uint256 internal constant BASE_GRANT = 2_000;
    /// @notice 96,000 / 25: twenty-four members and the treasury as equal holders.
    uint256 internal constant FAIR_SHARE = 3_840;

    /// @notice Active skills of a wallet.
    uint8 internal constant MAX_SKILLS = 3;
    /// @notice Skills of one template.
    uint8 internal constant SKILLS_PER_TEMPLATE = 12;
    /// @notice Templates of communities.
    uint8 internal constant TEMPLATES = 3;
    /// @notice Highest level, rate and commitment; the lowest is 1.
    uint8 internal constant MAX_LEVEL = 10;
    /// @notice Rates that validate a skill.
    uint8 internal constant VALIDATING_RATES = 5;
    /// @notice How many of them may come from one person.
    uint8 internal constant VALIDATING_RATES_PER_PERSON = 3;
    /// @notice An unvalidated member can't bring the own balance lower than this under what was granted.
    uint256 internal constant UNVALIDATED_ALLOWANCE = 240;
    /// @notice Shortest time between two changes of skills.
    uint40 internal constant SKILL_CHANGE_INTERVAL = 30 days;

    /// @notice Most carried credits that one claim unlocks.
    uint256 internal constant CLAIM_LIMIT = 240;
    /// @notice Shortest time between two claims of carried credits.
    uint40 internal constant CLAIM_INTERVAL = 30 days;
    /// @notice What a claim leaves in the vault for each free seat: the largest grant, 2,000 + 3 × 10 × 24.
    uint256 internal constant RESERVE_PER_SEAT = 2_720;
    /// @notice What a claim leaves in the vault besides: 3,840 - 2,000, one filling of the treasury account.
    uint256 internal constant RESERVE_BASE = 1_840;

    /// @notice Members who can spend this much count against the founding state (spec §3.7).
    uint256 internal constant SPENDER_CREDITS = 24;
    /// @notice With this many of them a town is no longer founding.
    uint8 internal constant MIN_SPENDERS = 3;
    /// @notice Score in hundredths below which a community is not self-sustaining.
    uint16 internal constant SUSTAINING_SCORE = 4_800;
    /// @notice No re-evaluation round begins within this time of the last one's start.
    uint40 internal constant ROUND_INTERVAL = 24 hours;

    /// @notice Open gigs of one creator.
    uint8 internal constant MAX_OPEN_GIGS = 24;
    /// @notice Gigs a wallet is party to and own gigs that wait for a rating, together (fits one byte with room).
    uint8 internal constant MAX_ENGAGEMENTS = 200;
    /// @notice Longest duration of a gig in days; the shortest is one.
    uint8 internal constant MAX_DURATION_DAYS = 90;
    /// @notice A gig nobody took can be cancelled by anyone after this time.
    uint32 internal constant OPEN_EXPIRY = 90 days;
    /// @notice An unanswered verification of a taking lapses after this time.
    uint32 internal constant TAKING_TIMEOUT = 1 hours;
    /// @notice An unanswered verification of a completion lapses after this time.
    uint32 internal constant COMPLETING_TIMEOUT = 72 hours;
    /// @notice After this time past the deadline anyone may end a gig its taker abandoned.
    uint32 internal constant ABANDONED_AFTER = 30 days;
    /// @notice A submission nobody reviewed can be completed by anyone after this time.
    uint32 internal constant REVIEW_PERIOD = 14 days;
    /// @notice A submission still not completed can be settled by anyone after this time.
    uint32 internal constant SETTLE_AFTER = 30 days;
    /// @notice How often the creator may ask for changes.
    uint8 internal constant MAX_CHANGES = 3;
    /// @notice Time that asking for changes leaves at least.
    uint32 internal constant CHANGES_PERIOD = 7 days;
    /// @notice A completed gig not rated within this time can be rated by default.
    uint32 internal constant RATING_PERIOD = 14 days;
    /// @notice How long a taker who gave up can't request from that creator.
    uint32 internal constant REQUEST_BAN = 30 days;
    /// @notice Furthest expiry of a request code.
    uint40 internal constant REQUEST_EXPIRY = 30 days;
    /// @notice Furthest expiry of a completion code.
    uint40 internal constant COMPLETION_EXPIRY = 14 days;

    /// @notice Time between the offer of a release of modules and its coming into force.
    uint40 internal constant RELEASE_NOTICE = 7 days;
    /// @notice Gas a validator is called with.
    uint256 internal constant VALIDATOR_GAS = 150_000;
    /// @notice Gas a Q2T is called with.
    uint256 internal constant Q2T_GAS = 200_000;

    /// @notice Bits of a gig's number within its community; the community id is above them.
    uint8 internal constant GIG_NUMBER_BITS = 24;

    /// @notice Most bytes of a community's name in UTF-8.
    uint16 internal constant MAX_NAME_BYTES = 120;
    /// @notice Most bytes of a community's purpose in UTF-8.
    uint16 internal constant MAX_PURPOSE_BYTES = 600;
    /// @notice Most bytes of a community's place in UTF-8.
    uint16 internal constant MAX_PLACE_BYTES = 120;
    /// @notice Most bytes of a community's language tag (BCP 47).
    uint16 internal constant MAX_LANGUAGE_BYTES = 35;
}
