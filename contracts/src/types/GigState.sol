// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// States of a gig (spec §4.2).
///
///   None -> Proposed -> Open -> Taking -> Taken -> Submitted -> Completing -> Completed -> Rated
///                |       ^|       |     ^  |  |    |  |  ^          |
///                v       |v       |     |  |  |    |  |  +- refused -+
///            Cancelled <-+ <- no -+     +--+--|- changes asked
///                        ^                 |  |       |
///                        +-- given up -----+  +-------+--> Settled        (Disputed: spec §4.8, not built yet)
enum GigState {
    None,
    Proposed,
    Open,
    Taking,
    Taken,
    Submitted,
    Completing,
    Completed,
    Rated,
    Settled,
    Cancelled,
    Disputed
}
