// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// Why a score was recalculated, in the order of spec §5.4.
enum ScoreCause {
    Activated,
    Joined,
    Left,
    SkillsChanged,
    LevelAdjusted,
    FairShareReached,
    Distribution
}

/// What a signed code lets the creator of a gig do (spec §4.6).
enum CodeAction {
    Request,
    Completion
}

/// Who may join a community (spec §3.1).
enum JoinPolicy {
    Open,
    Invitation
}

/// Why a gig went back to Open (spec §4.2).
enum ReopenCause {
    Refused,
    Unanswered,
    GivenUp,
    Reclaimed
}

/// What a gig's validator is asked to verify (spec §11).
enum Transition {
    Creation,
    Taking,
    Completion
}
