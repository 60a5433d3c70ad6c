// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Transition} from "../../src/types/Enums.sol";
import {Q2TDouble} from "./Q2TDouble.sol";
import {Street} from "./Street.sol";
import {ValidatorDouble} from "./ValidatorDouble.sol";

/// @title The street under a release with a validator and a Q2T
abstract contract Watched is Street {
    ValidatorDouble internal validator;
    Q2TDouble internal q2t;
    uint16 internal release;

    function setUp() public virtual override {
        super.setUp();
        validator = new ValidatorDouble(gigs);
        q2t = new Q2TDouble();
        release = adopt(address(validator), address(q2t));
    }

    function openedGig() internal returns (uint64 gigId) {
        gigId = openGig();
        validator.answer(gigId, 0, Transition.Creation, true);
    }

    function watchedTakenGig() internal returns (uint64 gigId) {
        gigId = openedGig();
        accept(creator, taker, gigId);
        validator.answer(gigId, 0, Transition.Taking, true);
    }

    function watchedSubmittedGig() internal returns (uint64 gigId) {
        gigId = watchedTakenGig();
        submit(taker, gigId);
    }
}
