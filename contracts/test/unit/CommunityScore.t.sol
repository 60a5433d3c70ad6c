// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Vm} from "forge-std/Vm.sol";
import {CommunityView, ICommunity} from "../../src/interfaces/ICommunity.sol";
import {SkillChoice} from "../../src/interfaces/ISkillWallet.sol";
import {ScoreCause} from "../../src/types/Enums.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title When the score is written, and what it says (spec §5)
contract CommunityScoreTest is Neighbourhood {
    uint32 private here;
    Person[] private people;

    function setUp() public override {
        super.setUp();
        Person[] memory them = crowd("resident", 5);
        for (uint256 i; i < 5; ++i) {
            people.push(them[i]);
        }
        vm.recordLogs();
        here = found(people[0], TEACHING, 5);
        join(people[1], here, LEGAL, 5);
    }

    /// @dev The town wrote exactly this since the last look.
    function _assertWritten(uint16 score, ScoreCause cause) private {
        (uint256 n, uint16 last, ScoreCause lastCause) = _written();
        assertEq(n, 1);
        assertEq(last, score);
        assertEq(uint8(lastCause), uint8(cause));
        assertEq(scoreOf(here), score);
    }

    function _assertNotWritten() private {
        (uint256 n,,) = _written();
        assertEq(n, 0);
    }

    function _written() private returns (uint256 n, uint16 score, ScoreCause cause) {
        address town = address(community(here));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != town || logs[i].topics[0] != ICommunity.ScoreChanged.selector) continue;
            (score, cause) = abi.decode(logs[i].data, (uint16, ScoreCause));
            ++n;
        }
    }

    function test_score_isNotWrittenBeforeFirstActivation() public {
        _assertNotWritten();
        leave(people[1]);
        rejoin(people[1], here);
        _assertNotWritten();
        assertEq(scoreOf(here), 0);
        assertFalse(community(here).state().active);
    }

    function test_score_followsMembershipInOrder() public {
        _assertNotWritten();
        join(people[2], here, LEGAL, 5);
        // 2 unique of 3, 3 members.
        _assertWritten(3_333, ScoreCause.Activated);
        assertTrue(community(here).state().active);
        join(people[3], here, GARDENING, 5);
        _assertWritten(5_000, ScoreCause.Joined);
        leave(people[3]);
        _assertWritten(3_333, ScoreCause.Left);
        leave(people[2]);
        // Inactive now, and the score stays defined.
        _assertWritten(3_333, ScoreCause.Left);
        assertFalse(community(here).state().active);
        rejoin(people[2], here);
        _assertWritten(3_333, ScoreCause.Activated);
        join(people[4], here, GARDENING, 1);
        _assertWritten(5_000, ScoreCause.Joined);
    }

    function test_score_isZeroWithoutMembers() public {
        join(people[2], here, LEGAL, 5);
        leave(people[0]);
        _written();
        leave(people[1]);
        _assertWritten(1_666, ScoreCause.Left);
        leave(people[2]);
        _assertWritten(0, ScoreCause.Left);
        CommunityView memory seen = community(here).state();
        assertEq(seen.totalSkills, 0);
        for (uint256 i; i < 12; ++i) {
            assertEq(seen.skillCounts[i], 0);
        }
        rejoin(people[0], here);
        _assertWritten(1_666, ScoreCause.Joined);
    }

    function test_score_followsChangesOfSkills() public {
        join(people[2], here, LEGAL, 5);
        _written();
        SkillChoice[] memory skills = new SkillChoice[](3);
        (skills[0], skills[1], skills[2]) = (SkillChoice(0, 1), SkillChoice(LEGAL, 1), SkillChoice(11, 1));
        vm.prank(people[2].addr);
        wallets.changeSkills(skills);
        // 4 unique of 5, 3 members.
        _assertWritten(4_000, ScoreCause.SkillsChanged);
        CommunityView memory seen = community(here).state();
        assertEq(seen.totalSkills, 5);
        assertEq(seen.skillCounts[LEGAL], 2);
        assertEq(seen.skillCounts[0], 1);
        assertEq(seen.skillCounts[11], 1);
    }

    function test_score_isWrittenAtValidationOnly() public {
        join(people[2], here, LEGAL, 5);
        _written();
        for (uint256 i; i < 4; ++i) {
            work(people[i % 2], people[2], LEGAL, 1, 9);
        }
        _assertNotWritten();
        work(people[0], people[2], LEGAL, 1, 9);
        _assertWritten(3_333, ScoreCause.LevelAdjusted);
        work(people[0], people[2], LEGAL, 1, 9);
        wallets.settle(walletOf(people[2]));
        transfer(here, people[2], people[0], 1);
        _assertNotWritten();
    }

    /// @dev Everybody brings another skill: the most there is.
    function test_score_reaches200WithTwelveSkillsOfOneEach() public {
        uint8 next;
        uint256 members = 2;
        while (members < 12) {
            if (next != TEACHING && next != LEGAL) {
                join(person(string.concat("seat ", vm.toString(next))), here, next, 1);
                ++members;
            }
            ++next;
        }
        assertEq(scoreOf(here), 20_000);
    }

    /// @dev High means varied: who brings only common skills lowers it.
    function test_score_fallsWithCommonSkills() public {
        join(people[2], here, GARDENING, 5);
        assertEq(scoreOf(here), 5_000);
        SkillChoice[] memory skills = new SkillChoice[](3);
        (skills[0], skills[1], skills[2]) = (SkillChoice(TEACHING, 1), SkillChoice(LEGAL, 1), SkillChoice(GARDENING, 1));
        vm.prank(people[3].addr);
        wallets.createAndJoin(here, skills, keccak256("key"), 0);
        assertEq(scoreOf(here), 3_333);
    }
}
