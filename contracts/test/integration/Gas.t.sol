// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {Charter} from "../../src/interfaces/IRegistry.sol";
import {SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {Person, Town} from "../Town.sol";

/// @title Gas of each action as a whole transaction called directly
/// @dev Written to snapshots/measured, compared with the committed figures by the test runner. `isolate` makes every call of a
/// test a transaction of its own: intrinsic and calldata gas included, all slots cold.
/// forge-config: default.isolate = true
contract GasTest is Town {
    string private constant FILE = "./snapshots/measured/actions.json";
    uint8 private constant SKILL = TEACHING;

    Person[4] private people;
    uint32 private here;
    uint32 private elsewhere;

    /// @dev Three validated residents who have all worked for each other, and a fourth with two rates.
    function setUp() public override {
        super.setUp();
        for (uint256 i; i < people.length; ++i) {
            people[i] = person(string.concat("person ", vm.toString(i)));
        }
        here = found(people[0], SKILL, 5);
        join(people[1], here, SKILL, 5);
        join(people[2], here, SKILL, 5);
        for (uint256 taker; taker < 3; ++taker) {
            for (uint256 i; i < 6; ++i) {
                work(people[(taker + 1 + (i & 1)) % 3], people[taker], SKILL, 1, 5);
            }
        }
        join(people[3], here, LEGAL, 5);
        for (uint256 i; i < 2; ++i) {
            work(people[i], people[3], LEGAL, 1, 5);
        }
        Person memory stranger = person("founder elsewhere");
        elsewhere = found(stranger, SKILL, 5);
    }

    function test_gasOfActions() public {
        string memory json = "actions";

        Person memory newcomer = person("newcomer");
        join(newcomer, here, GARDENING, 5);
        vm.serializeUint(json, "join", _gas());

        transfer(here, people[0], people[1], 10);
        vm.serializeUint(json, "transfer", _gas());

        uint64 gigId = createGig(people[0], SKILL, 2);
        vm.serializeUint(json, "createGig", _gas());
        accept(people[0], people[1], gigId);
        vm.serializeUint(json, "acceptRequest", _gas());
        submit(people[1], gigId);
        vm.serializeUint(json, "submitGig", _gas());
        complete(people[0], people[1], gigId);
        uint256 completeGas = _gas();
        vm.serializeUint(json, "completeGig", completeGas);
        rate(people[0], gigId, 5);

        gigId = createGig(people[0], LEGAL, 1);
        accept(people[0], people[3], gigId);
        submit(people[3], gigId);
        complete(people[0], people[3], gigId);
        rate(people[0], gigId, 6);
        vm.serializeUint(json, "rateGig", _gas());

        vm.prank(people[2].addr);
        wallets.leave(noGigs());
        vm.serializeUint(json, "leave", _gas());

        SkillChoice[] memory kept = noSkills();
        Charter memory third = charter(0);
        vm.prank(people[2].addr);
        registry.found(third, kept);
        vm.serializeUint(json, "foundCommunity", _gas());

        vm.prank(people[1].addr);
        wallets.relocate(elsewhere, kept, noGigs());
        vm.serializeUint(json, "relocate", _gas());

        (uint256 startRound, uint256 followRound) = _rounds();
        vm.serializeUint(json, "startRound", startRound);
        vm.writeJson(vm.serializeUint(json, "followRound", followRound), FILE);
    }

    /// @dev A town of its own: gigs until a member crosses the fair share twice, a day apart.
    function _rounds() private returns (uint256 startRound, uint256 followRound) {
        Person[3] memory rich = [person("rich"), person("payer"), person("second payer")];
        uint32 id = found(rich[0], SKILL, 5);
        join(rich[1], id, SKILL, 5);
        join(rich[2], id, SKILL, 5);
        for (uint256 taker; taker < 3; ++taker) {
            for (uint256 i; i < 6; ++i) {
                // Later rates differ from the first five, so that a round changes the level.
                work(rich[(taker + 1 + (i & 1)) % 3], rich[taker], SKILL, 1, i < 5 ? 5 : 10);
            }
        }
        for (uint256 i; i < 4; ++i) {
            work(rich[1 + (i & 1)], rich[0], SKILL, 1, 10);
        }
        uint24 round;
        uint256 plain;
        uint256 starting;
        while (round < 2) {
            Person memory payer = _spendable(id, rich[1]) >= 240 * CREDIT ? rich[1] : rich[2];
            uint64 gigId = createGig(payer, SKILL, 10);
            accept(payer, rich[0], gigId);
            submit(rich[0], gigId);
            complete(payer, rich[0], gigId);
            uint256 gas = _gas();
            (uint24 now_,) = wallets.round(id);
            if (now_ == round) {
                plain = gas;
            } else {
                starting = gas;
                round = now_;
                if (round == 1) {
                    // Back under the fair share, so that it can be crossed again a day later.
                    transfer(id, rich[0], rich[1], 300);
                    vm.warp(block.timestamp + 1 days);
                }
            }
            rate(payer, gigId, 10);
        }
        startRound = starting - plain;

        wallets.follow(walletOf(rich[1]));
        followRound = _gas();
    }

    function _spendable(uint32 id, Person memory who) private view returns (uint256) {
        return community(id).member(who.addr).spendable;
    }

    function _gas() private returns (uint256) {
        Vm.Gas memory gas = vm.lastCallGas();
        return gas.gasTotalUsed;
    }
}
