// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {stdStorage, StdStorage} from "forge-std/Test.sol";
import {ICommunity} from "../../src/interfaces/ICommunity.sol";
import {RatingsView, WalletView} from "../../src/interfaces/ISkillWallet.sol";
import {GigCodes} from "../../src/libraries/GigCodes.sol";
import {Levels} from "../../src/libraries/Levels.sol";
import {CodeAction} from "../../src/types/Enums.sol";
import {GigState} from "../../src/types/GigState.sol";
import {Neighbourhood} from "../Neighbourhood.sol";
import {Person} from "../Town.sol";

/// @title Golden vectors that need contracts: signed codes, halves, sequences of rates
contract VectorsTownTest is Neighbourhood {
    using stdStorage for StdStorage;

    struct CodeTable {
        uint256[] chainId;
        address[] verifyingContract;
        uint256[] gigId;
        uint256[] state;
        uint256[] walletId;
        uint256[] action;
        uint256[] round;
        uint256[] expiry;
        bytes32[] domainSeparator;
        bytes32[] structHash;
        bytes32[] digest;
    }

    struct RatingsTable {
        uint256[] step;
        uint256[] rater;
        uint256[] rate;
        bool[] counted;
        uint256[] ratings;
        uint256[] sum;
        bool[] isValidated;
        uint256[] level;
        uint256[] mean;
    }

    uint256 private constant LAST_PRECOMPILE = 0xffff;
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    string private _json;
    mapping(uint256 rater => Person) private _raters;

    function test_gigCode_matchesVectors() public {
        _json = vm.readFile("../vectors/gigCode.json");
        assertEq(GigCodes.TYPEHASH, vm.parseJsonBytes32(_json, ".typeHash"));
        assertEq(DOMAIN_TYPEHASH, vm.parseJsonBytes32(_json, ".domainTypeHash"));
        CodeTable memory t;
        t.chainId = _uints("chainId");
        t.verifyingContract = vm.parseJsonAddressArray(_json, ".verifyingContract");
        t.gigId = _uints("gigId");
        t.state = _uints("state");
        t.walletId = _uints("walletId");
        t.action = _uints("action");
        t.round = _uints("round");
        t.expiry = _uints("expiry");
        t.domainSeparator = vm.parseJsonBytes32Array(_json, ".domainSeparator");
        t.structHash = vm.parseJsonBytes32Array(_json, ".structHash");
        t.digest = vm.parseJsonBytes32Array(_json, ".digest");
        uint256 rows = _rows(t.digest.length);
        for (uint256 i; i < rows; ++i) {
            bytes32 actual = _structHash(t, i);
            assertEq(actual, t.structHash[i], _row("structHash", i));
            bytes32 domain = _domain("Distributed Town", "1", t.chainId[i], t.verifyingContract[i]);
            assertEq(domain, t.domainSeparator[i], _row("domainSeparator", i));
            assertEq(MessageHashUtils.toTypedDataHash(domain, actual), t.digest[i], _row("digest", i));
        }
    }

    function _structHash(CodeTable memory t, uint256 i) private pure returns (bytes32) {
        return GigCodes.structHash(
            uint64(t.gigId[i]),
            GigState(t.state[i]),
            uint32(t.walletId[i]),
            CodeAction(t.action[i]),
            uint32(t.round[i]),
            uint40(t.expiry[i])
        );
    }

    /// @dev The contract itself, at the address and on the chain of the case.
    function test_gigCode_domainOfTheContractMatchesVectors() public {
        _json = vm.readFile("../vectors/gigCode.json");
        uint256[] memory chainId = _uints("chainId");
        address[] memory verifyingContract = vm.parseJsonAddressArray(_json, ".verifyingContract");
        bytes32[] memory separator = vm.parseJsonBytes32Array(_json, ".domainSeparator");
        bytes memory code = address(gigs).code;
        uint256 rows = _rows(separator.length);
        uint256 tried;
        for (uint256 i; i < rows; ++i) {
            // No code can be placed on a precompile.
            if (uint160(verifyingContract[i]) <= LAST_PRECOMPILE) continue;
            vm.chainId(chainId[i]);
            vm.etch(verifyingContract[i], code);
            assertEq(_domainOf(verifyingContract[i]), separator[i], _row("domainSeparator", i));
            ++tried;
        }
        assertGe(tried, rows - 1);
    }

    function test_gigCode_digestOfTheContractIsTypedDataHash() public {
        (, Person[] memory them) = townOf("signer", 3, TEACHING, 5);
        bytes32 domain = _domainOf(address(gigs));
        uint64 gigId = createGig(them[0], TEACHING, 1);
        bytes32 request = GigCodes.structHash(gigId, GigState.Open, 2, CodeAction.Request, 0, 1_760_000_500);
        assertEq(gigs.codeDigest(gigId, 2, 1_760_000_500), MessageHashUtils.toTypedDataHash(domain, request));

        accept(them[0], them[1], gigId);
        submit(them[1], gigId);
        bytes32 completion = GigCodes.structHash(gigId, GigState.Submitted, 2, CodeAction.Completion, 1, 1_760_000_500);
        assertEq(gigs.codeDigest(gigId, 2, 1_760_000_500), MessageHashUtils.toTypedDataHash(domain, completion));
    }

    function test_halves_matchVectors() public {
        _json = vm.readFile("../vectors/halves.json");
        uint256[] memory credits = _uints("credits");
        uint256[] memory taker = _uints("taker");
        uint256[] memory creator = _uints("creator");
        (uint32 id, Person[] memory them) = validatedTown("half");
        ICommunity here = community(id);
        uint256 rows = _rows(credits.length);
        for (uint256 i; i < rows; ++i) {
            uint256 escrow = here.balanceOf(address(gigs));
            vm.prank(address(gigs));
            here.escrow(them[0].addr, TEACHING, credits[i]);
            uint256 creatorBefore = balanceIn(id, them[0]);
            uint256 takerBefore = balanceIn(id, them[1]);
            vm.prank(address(gigs));
            here.split(them[0].addr, them[1].addr, credits[i]);
            assertEq(balanceIn(id, them[0]) - creatorBefore, creator[i], _row("creator", i));
            assertEq(balanceIn(id, them[1]) - takerBefore, taker[i], _row("taker", i));
            assertEq(here.balanceOf(address(gigs)), escrow, _row("escrow", i));
            transfer(id, them[1], them[0], taker[i] / CREDIT);
        }
    }

    function test_ratings_matchVectors() public {
        _json = vm.readFile("../vectors/ratings.json");
        RatingsTable memory t;
        t.step = _uints("step");
        t.rater = _uints("rater");
        t.rate = _uints("rate");
        t.counted = vm.parseJsonBoolArray(_json, ".counted");
        t.ratings = _uints("ratings");
        t.sum = _uints("sum");
        t.isValidated = vm.parseJsonBoolArray(_json, ".isValidated");
        t.level = _uints("level");
        t.mean = _uints("mean");
        uint256 rows = _rows(t.step.length);

        Person memory rated = person("rated");
        _nextWallet(3_000_000_001);
        uint32 here = found(rated, TEACHING, 3);
        uint32 taker = walletOf(rated);
        _settleRaters(t.rater, taker);
        uint256 fresh = vm.snapshotState();
        for (uint256 i; i < rows; ++i) {
            if (t.step[i] == 0 && i != 0) assertTrue(vm.revertToState(fresh));
            assertEq(_rate(t.rater[i], taker, here, uint8(t.rate[i])), t.counted[i], _row("counted", i));
            _assertRated(t, i, taker);
        }
    }

    function _assertRated(RatingsTable memory t, uint256 i, uint32 taker) private view {
        RatingsView memory seen = wallets.ratings(taker, TEACHING);
        WalletView memory wallet = wallets.wallet(taker);
        (, uint8 level, bool validated) = wallet.skills.get(0);
        assertEq(seen.count, t.ratings[i], _row("ratings", i));
        assertEq(seen.sum, t.sum[i], _row("sum", i));
        assertEq(validated, t.isValidated[i], _row("isValidated", i));
        assertEq(wallet.validated, t.isValidated[i], _row("wallet validated", i));
        // Before validation the level is the chosen one.
        assertEq(level, t.isValidated[i] ? t.level[i] : 3, _row("level", i));
        assertEq(Levels.mean(seen.sum, seen.count), t.mean[i], _row("mean", i));
    }

    /// @dev A gig in this skill from opening to rating, as the Gigs contract would tell it.
    function _rate(uint256 rater, uint32 taker, uint32 here, uint8 rating) private returns (bool counted) {
        address owner = _raters[rater].addr;
        vm.startPrank(address(gigs));
        (uint32 creator,) = wallets.gigOpened(owner);
        assertEq(creator, rater);
        wallets.gigEngaged(creator, taker, here, TEACHING);
        wallets.gigCompleted(creator, taker, TEACHING);
        (, counted) = wallets.gigRated(owner, creator, taker, TEACHING, rating);
        vm.stopPrank();
    }

    /// @dev Gives every rater of the vectors the wallet id it has there, in towns of 24.
    function _settleRaters(uint256[] memory ids, uint32 taken) private {
        uint32 town;
        uint256 settled;
        for (uint256 i; i < ids.length; ++i) {
            if (_raters[ids[i]].addr != address(0)) continue;
            assertNotEq(ids[i], taken);
            Person memory rater = person(string.concat("rater ", vm.toString(ids[i])));
            _raters[ids[i]] = rater;
            _nextWallet(ids[i]);
            if (settled % 24 == 0) town = found(rater, TEACHING, 1);
            else join(rater, town, TEACHING, 1);
            ++settled;
        }
        _nextWallet(uint256(type(uint32).max) + 1);
    }

    function _nextWallet(uint256 id) private {
        stdstore.enable_packed_slots().target(address(wallets)).sig("totalSupply()").checked_write(id - 1);
    }

    function _domainOf(address verifier) private view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifyingContract,,) =
            IERC5267(verifier).eip712Domain();
        return _domain(name, version, chainId, verifyingContract);
    }

    function _domain(string memory name, string memory version, uint256 chainId, address verifyingContract)
        private
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), keccak256(bytes(version)), chainId, verifyingContract)
        );
    }

    function _uints(string memory column) private view returns (uint256[] memory) {
        return vm.parseJsonUintArray(_json, string.concat(".", column));
    }

    /// @dev Number of rows, which the file also states.
    function _rows(uint256 length) private view returns (uint256) {
        assertGt(length, 0);
        assertEq(length, vm.parseJsonUint(_json, ".count"));
        return length;
    }

    function _row(string memory what, uint256 i) private pure returns (string memory) {
        return string.concat(what, " of case ", vm.toString(i));
    }
}
