// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGigs} from "../../src/interfaces/IGigs.sol";
import {IGigValidator} from "../../src/interfaces/IGigValidator.sol";
import {Transition} from "../../src/types/Enums.sol";

/// @title A validator that does what a test wants
/// @dev Reports by events: writing storage would use up the allowance that answering at once needs.
contract ValidatorDouble is IGigValidator {
    enum Mode {
        Silent,
        Verify,
        Refuse,
        Revert,
        RevertLong,
        Burn,
        Reenter
    }

    event Asked(uint64 gigId, uint24 round, Transition transition, bytes32 record, uint32 subject);
    event Brought(uint256 gas);
    event Reentered(bool ok, bytes4 err);

    error Broken();

    IGigs private immutable GIGS;
    Mode private _mode;
    bytes[] private _calls;

    constructor(IGigs gigs) {
        GIGS = gigs;
    }

    function become(Mode mode) external {
        _mode = mode;
    }

    /// @dev Calls to make on the gigs when asked, in the mode Reenter.
    function prepare(bytes[] calldata calls) external {
        _mode = Mode.Reenter;
        delete _calls;
        for (uint256 i; i < calls.length; ++i) {
            _calls.push(calls[i]);
        }
    }

    function answer(uint64 gigId, uint24 round, Transition transition, bool verified) external {
        GIGS.fulfil(gigId, round, transition, verified);
    }

    /// @inheritdoc IGigValidator
    function requestVerification(uint64 gigId, uint24 round, Transition transition, bytes32 record, uint32 subject)
        external
    {
        emit Brought(gasleft());
        emit Asked(gigId, round, transition, record, subject);
        Mode mode = _mode;
        if (mode == Mode.Verify) GIGS.fulfil(gigId, round, transition, true);
        else if (mode == Mode.Refuse) GIGS.fulfil(gigId, round, transition, false);
        else if (mode == Mode.Revert) revert Broken();
        else if (mode == Mode.RevertLong) _revertLong();
        else if (mode == Mode.Burn) _burn();
        else if (mode == Mode.Reenter) _reenter();
    }

    function _reenter() private {
        for (uint256 i; i < _calls.length; ++i) {
            (bool ok, bytes memory returned) = address(GIGS).call(_calls[i]);
            emit Reentered(ok, bytes4(returned));
        }
    }

    function _revertLong() private pure {
        assembly ("memory-safe") {
            // 100 kB that nobody should copy.
            revert(0, 100000)
        }
    }

    function _burn() private pure {
        assembly ("memory-safe") {
            invalid()
        }
    }
}
