// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Town} from "../Town.sol";
import {GigActs} from "./GigActs.sol";
import {Handler} from "./Handler.sol";
import {ResidentActs} from "./ResidentActs.sol";

/// @title What holds in every town, whatever people, strangers and time do to it
/// @dev Twelve people, up to four towns of three templates, acts in any order (Handler.sol). For every act the model says before
/// whether the chain must let it through or refuse it, and with which errors; an act that goes another way is a failure too.
///
/// After each act:
///  1. Vault + treasury account + escrow + balances of the members of a town are its 96,000 credits (spec 3.2).
///  2. The escrow of a town is the credits of its unfinished gigs.
///  3. Nobody else holds any of its credits: no stranger, no contract, no member of another town (3.8).
///  4. Every balance is what the ERC-20 events say, and what the model says.
///  5. What a wallet was granted is what vaults gave it less what they got back, by the events, carried credits left aside: nothing
///     is granted twice. It is never more than 2,720 credits (2.5, 3.3).
///  6. All that people hold, carry and have in escrow, in all towns together, was granted to them: no inflation (3.4).
///  7. The treasury account holds 2,000 credits or more, and less than 3,840 (6.3).
///  8. The score is floor(10,000 * unique * members / (6 * total)), within 1,666 and 20,000, once it is defined, else 0; the last
///     event said the same (5).
///  9. Members, skills of members and spenders - validated members who can spend 24 credits - are counted right (3.7).
/// 10. Each wallet lives in one town at most; its skills, levels, rates, locks and what it can spend are the model's (2).
/// 11. Open gigs, engagements and gigs waiting for the own rating are counted right (4.3, 4.11).
/// At the end of a run:
/// 12. All that was just said holds for every town and wallet, also where no event told of a change; and for every gig and rate.
/// 13. Within 210 days strangers and time alone bring every gig to a final state. Then everybody can leave, and vault and treasury
///     account have all 96,000 credits again (4.2, 3.10).
contract TownInvariantTest is Town {
    using Address for address;

    Handler private handler;

    function setUp() public override {
        super.setUp();
        handler = new Handler(wallets, gigs, registry);
        handler.settleIn();
        targetContract(address(handler));
        targetSelector(FuzzSelector({addr: address(handler), selectors: _acts()}));
    }

    /// @dev One function for all of them: each would run a campaign of its own.
    function invariant_chainEqualsModel() public view {
        handler.check();
    }

    function afterInvariant() public {
        handler.checkAll();
        handler.windUp();
        handler.checkAll();
    }

    /// @dev A small campaign with fixed seeds: each act succeeds somewhere in it and each event happens. A handler that gets
    /// nowhere would find nothing.
    function test_campaign_reachesEverything() public {
        bytes4[] memory acts = _acts();
        bytes32[42] memory all = _everything();
        uint256[42] memory before;
        uint256[42] memory times;
        for (uint256 i; i < all.length; ++i) {
            before[i] = handler.seen(all[i]);
        }
        for (uint256 run; run < 24; ++run) {
            uint256 start = vm.snapshotState();
            for (uint256 i; i < 100; ++i) {
                uint256 seed = uint256(keccak256(abi.encode(run, i)));
                address(handler).functionCall(abi.encodeWithSelector(acts[seed % acts.length], seed));
                handler.check();
            }
            for (uint256 i; i < all.length; ++i) {
                times[i] += handler.seen(all[i]) - before[i];
            }
            afterInvariant();
            vm.revertToState(start);
        }
        for (uint256 i; i < all.length; ++i) {
            emit log_named_uint(string(abi.encodePacked(all[i])), times[i]);
        }
        for (uint256 i; i < all.length; ++i) {
            assertTrue(times[i] != 0, string(abi.encodePacked("never: ", all[i])));
        }
    }

    function _acts() private pure returns (bytes4[] memory list) {
        bytes4[33] memory all = [
            ResidentActs.createAndFound.selector,
            ResidentActs.found.selector,
            ResidentActs.createAndJoin.selector,
            ResidentActs.join.selector,
            ResidentActs.leave.selector,
            ResidentActs.relocate.selector,
            ResidentActs.changeSkills.selector,
            ResidentActs.transfer.selector,
            ResidentActs.approveAndTransferFrom.selector,
            ResidentActs.reachFairShare.selector,
            ResidentActs.settle.selector,
            ResidentActs.follow.selector,
            ResidentActs.claimCarried.selector,
            ResidentActs.adoptRelease.selector,
            GigActs.createGig.selector,
            GigActs.cancelGig.selector,
            GigActs.acceptRequest.selector,
            GigActs.giveUpGig.selector,
            GigActs.reclaimGig.selector,
            GigActs.submitGig.selector,
            GigActs.requestChanges.selector,
            GigActs.completeGig.selector,
            GigActs.completeUnreviewed.selector,
            GigActs.settleGig.selector,
            GigActs.lapseVerification.selector,
            GigActs.fulfil.selector,
            GigActs.rateGig.selector,
            GigActs.rateByDefault.selector,
            GigActs.advance.selector,
            GigActs.workThrough.selector,
            Handler.warp.selector,
            Handler.moveOutside.selector,
            Handler.trespass.selector
        ];
        list = new bytes4[](33);
        for (uint256 i; i < 33; ++i) {
            list[i] = all[i];
        }
    }

    function _everything() private pure returns (bytes32[42] memory) {
        return [
            bytes32("createAndFound"),
            "found",
            "createAndJoin",
            "join",
            "leave",
            "relocate, same template",
            "relocate, other template",
            "changeSkills",
            "transfer",
            "transferFrom",
            "settle",
            "settle, owed",
            "follow",
            "claimCarried",
            "adoptRelease",
            "createGig",
            "created in a founding town",
            "cancelGig",
            "acceptRequest",
            "giveUpGig",
            "reclaimGig",
            "submitGig",
            "requestChanges",
            "completeGig",
            "completeUnreviewed",
            "completed",
            "settleGig",
            "settleGig, changes overdue",
            "lapseVerification",
            "fulfil, verified",
            "fulfil, refused",
            "rateGig",
            "rateByDefault",
            "rated elsewhere",
            "warp",
            "moveOutside",
            "trespass",
            "refused",
            "validation",
            "round",
            "following",
            "distribution due"
        ];
    }
}
