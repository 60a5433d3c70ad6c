// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IQ2T} from "../../src/interfaces/IQ2T.sol";

/// @title A Q2T that does what a test wants
contract Q2TDouble is IQ2T {
    enum Mode {
        Listen,
        Revert,
        RevertLong,
        Burn,
        Reenter
    }

    event Told(uint64 gigId, uint32 creator, uint32 taker, uint256 credits, bool distributionDue);
    event Brought(uint256 gas);
    event Reentered(bool ok, bytes4 err);

    error Broken();

    Mode private _mode;
    address private _target;
    bytes[] private _calls;

    function become(Mode mode) external {
        _mode = mode;
    }

    function prepare(address target, bytes[] calldata calls) external {
        _mode = Mode.Reenter;
        _target = target;
        delete _calls;
        for (uint256 i; i < calls.length; ++i) {
            _calls.push(calls[i]);
        }
    }

    /// @inheritdoc IQ2T
    function gigCompleted(uint64 gigId, uint32 creator, uint32 taker, uint256 credits, bool distributionDue) external {
        emit Brought(gasleft());
        emit Told(gigId, creator, taker, credits, distributionDue);
        Mode mode = _mode;
        if (mode == Mode.Revert) revert Broken();
        if (mode == Mode.Reenter) _reenter();
        assembly ("memory-safe") {
            // RevertLong, Burn.
            if eq(mode, 2) { revert(0, 100000) }
            if eq(mode, 3) { invalid() }
        }
    }

    function _reenter() private {
        for (uint256 i; i < _calls.length; ++i) {
            (bool ok, bytes memory returned) = _target.call(_calls[i]);
            emit Reentered(ok, bytes4(returned));
        }
    }
}
