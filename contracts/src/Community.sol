// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Baggage, CommunityView, ICommunity, MemberView} from "./interfaces/ICommunity.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {ISkillWallet} from "./interfaces/ISkillWallet.sol";
import {Constants} from "./libraries/Constants.sol";
import {Credits} from "./libraries/Credits.sol";
import {Score} from "./libraries/Score.sol";
import {ScoreCause} from "./types/Enums.sol";
import {SkillSet, SkillSets} from "./types/SkillSet.sol";

/// @title A community: see ICommunity
contract Community is ICommunity, ERC2771Context {
    /// One slot. 96,000e18 needs 77 bits; the treasury account stays under 3,840 + 240 credits, which need 72.
    struct Totals {
        uint80 vault;
        uint80 escrow;
        uint72 treasury;
        uint24 gigs;
    }

    /// One slot.
    struct Roll {
        uint32 id;
        uint8 template;
        uint8 members;
        uint8 totalSkills;
        uint8 spenders;
        /// Was active once: the score is defined from then on.
        bool activated;
        uint16 score;
        uint16 release;
        uint32 founder;
        uint96 skillCounts;
    }

    /// One slot, to the last bit; a wallet id of 0 means no member. No grant exceeds 2,720 credits, which need 72 bits.
    struct Member {
        uint80 balance;
        uint72 granted;
        uint32 walletId;
        uint32 joinedAt;
        uint16 locked;
        bool validated;
        bool foundingMember;
        bool completedGig;
    }

    string public constant name = "DiTo credits";
    string public constant symbol = "DITO";
    uint8 public constant decimals = 18;

    /// @inheritdoc ICommunity
    /// @dev Nobody has a key to the lower 20 bytes of a hash of these words.
    address public constant treasuryAccount = address(uint160(uint256(keccak256("distributed.town/treasury-account"))));

    address private immutable REGISTRY;
    address private immutable SKILL_WALLET;
    address private immutable GIGS;

    Totals private _totals;
    Roll private _roll;
    bytes32 private _key;
    mapping(address owner => Member) private _members;
    mapping(address owner => mapping(address spender => uint256)) private _allowances;

    modifier only(address caller) {
        require(msg.sender == caller, Unauthorized(msg.sender));
        _;
    }

    constructor(address forwarder, address registry, address skillWallet, address gigs) ERC2771Context(forwarder) {
        REGISTRY = registry;
        SKILL_WALLET = skillWallet;
        GIGS = gigs;
        // The implementation itself is no community.
        _roll.id = type(uint32).max;
    }

    /// @inheritdoc IERC20
    function transfer(address to, uint256 value) external returns (bool) {
        _transfer(_msgSender(), to, value);
        return true;
    }

    /// @inheritdoc IERC20
    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        address spender = _msgSender();
        uint256 allowed = _allowances[from][spender];
        require(allowed >= value, AllowanceExceeded(allowed, value));
        if (allowed != type(uint256).max) {
            unchecked {
                _allowances[from][spender] = allowed - value;
            }
        }
        _transfer(from, to, value);
        return true;
    }

    /// @inheritdoc IERC20
    function approve(address spender, uint256 value) external returns (bool) {
        address owner = _msgSender();
        _allowances[owner][spender] = value;
        emit Approval(owner, spender, value);
        return true;
    }

    /// @inheritdoc ICommunity
    function adoptRelease(uint16 release) external {
        address caller = _msgSender();
        Roll memory roll = _roll;
        uint32 walletId = _members[caller].walletId;
        require(walletId != 0 && walletId == roll.founder, NotFounder(caller));
        require(
            release > roll.release && IRegistry(REGISTRY).modules(release).from <= block.timestamp,
            ReleaseUnavailable(release)
        );
        _roll.release = release;
        emit ReleaseAdopted(release);
    }

    /// @inheritdoc ICommunity
    function initialize(uint32 id, uint8 template, uint32 founder, bytes32 key, uint16 release)
        external
        only(REGISTRY)
    {
        require(_roll.id == 0, Initialized());
        _roll.id = id;
        _roll.template = template;
        _roll.founder = founder;
        _roll.release = release;
        _key = key;
        _totals.vault = uint80((Constants.SUPPLY - Constants.BASE_GRANT) * Constants.CREDIT);
        _totals.treasury = uint72(Constants.BASE_GRANT * Constants.CREDIT);
        emit Transfer(address(0), address(this), totalSupply());
        emit Transfer(address(this), treasuryAccount, Constants.BASE_GRANT * Constants.CREDIT);
    }

    /// @inheritdoc ICommunity
    function admit(address owner, uint32 walletId, SkillSet skills, bool validated, Baggage calldata brought)
        external
        only(SKILL_WALLET)
        returns (uint96 left)
    {
        Roll memory roll = _roll;
        require(roll.members < Constants.MAX_MEMBERS, CommunityFull());
        _requireTemplate(skills, roll.template);

        uint256 vault = _totals.vault;
        (uint256 worth, uint256 locked) = skills.credits();
        (uint256 unlocked, uint256 paid, uint256 returned) = Credits.admission(
            brought.fresh, brought.granted, Credits.target(worth), vault, Constants.MAX_MEMBERS - roll.members
        );
        uint256 balance = unlocked + paid - returned;

        // Amounts are bounded by the vault and by a grant of 2,720 credits.
        Member memory newcomer = Member({
            balance: uint80(balance),
            granted: uint72(brought.granted + paid - returned),
            walletId: walletId,
            joinedAt: uint32(block.timestamp),
            locked: uint16(locked),
            validated: validated,
            foundingMember: !roll.activated,
            completedGig: false
        });
        if (_isSpender(newcomer)) ++roll.spenders;
        _members[owner] = newcomer;
        _totals.vault = uint80(vault - balance);
        ++roll.members;
        _countSkills(roll, SkillSets.EMPTY, skills);
        bool third = roll.members == Constants.MIN_MEMBERS;
        if (third) roll.activated = true;
        _rescore(roll, third ? ScoreCause.Activated : ScoreCause.Joined);
        _roll = roll;

        emit MemberJoined(walletId, owner, skills, unlocked, paid, returned);
        emit Transfer(address(this), owner, balance);
        return uint96(brought.carried - unlocked);
    }

    /// @inheritdoc ICommunity
    function expel(address owner, SkillSet skills)
        external
        only(SKILL_WALLET)
        returns (uint80 returned, uint80 granted)
    {
        Roll memory roll = _roll;
        Member memory leaver = _members[owner];
        (returned, granted) = (leaver.balance, leaver.granted);

        delete _members[owner];
        _totals.vault += returned;
        if (_isSpender(leaver)) --roll.spenders;
        --roll.members;
        _countSkills(roll, skills, SkillSets.EMPTY);
        _rescore(roll, ScoreCause.Left);
        _roll = roll;

        emit Transfer(owner, address(this), returned);
        emit MemberLeft(leaver.walletId, owner, returned);
    }

    /// @inheritdoc ICommunity
    function update(address owner, SkillSet before, SkillSet present, bool validated, bool rescore, ScoreCause cause)
        external
        only(SKILL_WALLET)
    {
        Member memory account = _members[owner];
        bool wasSpender = _isSpender(account);
        uint256 vault = _totals.vault;
        (uint256 worth, uint256 locked) = present.credits();
        (uint256 paid, uint256 returned) =
            Credits.settlement(Credits.target(worth), account.granted, account.balance, vault);

        account.locked = uint16(locked);
        account.validated = validated;
        unchecked {
            // The settlement returns no more than the balance and the grant, and pays no more than the supply.
            account.balance = uint80(account.balance + paid - returned);
            account.granted = uint72(account.granted + paid - returned);
        }
        _members[owner] = account;
        if (paid != returned) {
            _totals.vault = uint80(vault + returned - paid);
            emit GrantChanged(account.walletId, account.granted);
            if (paid != 0) emit Transfer(address(this), owner, paid);
            else emit Transfer(owner, address(this), returned);
        }

        bool spender = _isSpender(account);
        if (rescore || spender != wasSpender) {
            Roll memory roll = _roll;
            _requireTemplate(present, roll.template);
            _countSpender(roll, wasSpender, spender);
            if (rescore) {
                _countSkills(roll, before, present);
                _rescore(roll, cause);
            }
            _roll = roll;
        }
    }

    /// @inheritdoc ICommunity
    function claim(address owner, uint256 wanted) external only(SKILL_WALLET) returns (uint256 amount) {
        uint256 vault = _totals.vault;
        amount = Credits.claimable(wanted, vault, Constants.MAX_MEMBERS - _roll.members);
        _totals.vault = uint80(vault - amount);
        _credit(owner, amount);
        emit Transfer(address(this), owner, amount);
    }

    /// @inheritdoc ICommunity
    function rekey(address from, address to) external only(SKILL_WALLET) {
        Member memory account = _members[from];
        require(account.walletId != 0, NotMember(from));
        require(_members[to].walletId == 0 && !_isReserved(to), AddressTaken(to));
        delete _members[from];
        _members[to] = account;
        emit Transfer(from, to, account.balance);
        emit MemberRekeyed(account.walletId, from, to);
    }

    /// @inheritdoc ICommunity
    function escrow(address creator, uint8 skill, uint256 credits)
        external
        only(GIGS)
        returns (uint24 number, uint16 release)
    {
        Roll memory roll = _roll;
        require(skill / Constants.SKILLS_PER_TEMPLATE == roll.template, ForeignSkill(skill, roll.template));
        require(roll.members >= Constants.MIN_MEMBERS, CommunityInactive(roll.members));
        Member memory account = _members[creator];
        require(account.validated || roll.spenders < Constants.MIN_SPENDERS, NotValidated(creator));
        Totals memory totals = _totals;
        require(totals.gigs != type(uint24).max, GigNumbersExhausted());

        _debit(creator, account, credits);
        totals.escrow += uint80(credits);
        number = ++totals.gigs;
        _totals = totals;
        emit Transfer(creator, GIGS, credits);
        return (number, roll.release);
    }

    /// @inheritdoc ICommunity
    function refund(address creator, uint256 credits) external only(GIGS) {
        _totals.escrow -= uint80(credits);
        _credit(creator, credits);
        emit Transfer(GIGS, creator, credits);
    }

    /// @inheritdoc ICommunity
    function pay(address taker, uint256 credits) external only(GIGS) returns (bool distributionDue) {
        Totals memory totals = _totals;
        uint256 paid;
        uint256 returned;
        (paid, distributionDue, returned) = Credits.treasuryPayment(totals.vault, totals.treasury, credits);
        totals.escrow -= uint80(credits);
        totals.vault = uint80(totals.vault + returned - paid);
        totals.treasury = uint72(totals.treasury + paid - returned);
        _totals = totals;

        Member memory account = _members[taker];
        if (!account.completedGig) _members[taker].completedGig = true;
        uint256 before = account.balance;
        _setBalance(taker, account, before + credits);

        emit Transfer(GIGS, taker, credits);
        emit Transfer(address(this), treasuryAccount, paid);
        if (distributionDue) {
            emit Transfer(treasuryAccount, address(this), returned);
            emit DistributionDue(_roll.template, returned);
        }
        if (
            before < Constants.FAIR_SHARE * Constants.CREDIT
                && account.balance >= Constants.FAIR_SHARE * Constants.CREDIT
        ) {
            Roll memory roll = _roll;
            if (ISkillWallet(SKILL_WALLET).startRound(roll.id)) {
                _rescore(roll, ScoreCause.FairShareReached);
                _roll = roll;
            }
        }
    }

    /// @inheritdoc ICommunity
    function split(address creator, address taker, uint256 credits) external only(GIGS) {
        // Gigs cost an even number of whole credits: nothing is left over.
        uint256 half = credits / 2;
        _totals.escrow -= uint80(credits);
        _credit(taker, half);
        _credit(creator, half);
        emit Transfer(GIGS, taker, half);
        emit Transfer(GIGS, creator, half);
    }

    /// @inheritdoc IERC20
    function totalSupply() public pure returns (uint256) {
        return Constants.SUPPLY * Constants.CREDIT;
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) external view returns (uint256) {
        if (account == address(this)) return _totals.vault;
        if (account == GIGS) return _totals.escrow;
        if (account == treasuryAccount) return _totals.treasury;
        return _members[account].balance;
    }

    /// @inheritdoc IERC20
    function allowance(address owner, address spender) external view returns (uint256) {
        return _allowances[owner][spender];
    }

    /// @inheritdoc ICommunity
    function state() external view returns (CommunityView memory seen) {
        Roll memory roll = _roll;
        Totals memory totals = _totals;
        seen.id = roll.id;
        seen.template = roll.template;
        seen.members = roll.members;
        seen.totalSkills = roll.totalSkills;
        for (uint256 i; i < Constants.SKILLS_PER_TEMPLATE; ++i) {
            seen.skillCounts[i] = uint8(roll.skillCounts >> (8 * i));
        }
        seen.spenders = roll.spenders;
        seen.active = roll.members >= Constants.MIN_MEMBERS;
        seen.founding = roll.spenders < Constants.MIN_SPENDERS;
        seen.score = roll.score;
        seen.release = roll.release;
        seen.founder = roll.founder;
        seen.key = _key;
        seen.vault = totals.vault;
        seen.treasury = totals.treasury;
        seen.escrow = totals.escrow;
        seen.gigs = totals.gigs;
    }

    /// @inheritdoc ICommunity
    function member(address owner) external view returns (MemberView memory) {
        Member memory account = _members[owner];
        require(account.walletId != 0, NotMember(owner));
        return MemberView({
            walletId: account.walletId,
            balance: account.balance,
            granted: account.granted,
            spendable: _spendable(account),
            locked: account.locked,
            validated: account.validated,
            foundingMember: account.foundingMember,
            completedGigHere: account.completedGig,
            joinedAt: account.joinedAt
        });
    }

    function _transfer(address from, address to, uint256 value) private {
        Member memory sender = _members[from];
        require(sender.walletId != 0, NotMember(from));
        require(sender.validated, NotValidated(from));
        _debit(from, sender, value);
        // Read after the debit, so that a transfer to oneself adds up.
        _credit(to, value);
        emit Transfer(from, to, value);
    }

    function _debit(address owner, Member memory account, uint256 value) private {
        uint256 available = _spendable(account);
        require(value <= available, NotSpendable(available, value));
        unchecked {
            _setBalance(owner, account, account.balance - value);
        }
    }

    function _credit(address owner, uint256 value) private {
        Member memory account = _members[owner];
        require(account.walletId != 0, NotMember(owner));
        _setBalance(owner, account, account.balance + value);
    }

    /// @dev Every change of a balance ends here: the number of spenders follows it.
    function _setBalance(address owner, Member memory account, uint256 balance) private {
        bool wasSpender = _isSpender(account);
        // No balance exceeds the supply.
        account.balance = uint80(balance);
        _members[owner].balance = uint80(balance);
        bool spender = _isSpender(account);
        if (spender != wasSpender) _roll.spenders = spender ? _roll.spenders + 1 : _roll.spenders - 1;
    }

    function _countSkills(Roll memory roll, SkillSet before, SkillSet present) private pure {
        roll.skillCounts = Score.moved(roll.skillCounts, before, present);
        roll.totalSkills = uint8(roll.totalSkills + present.count() - before.count());
    }

    function _countSpender(Roll memory roll, bool was, bool is_) private pure {
        if (is_ && !was) ++roll.spenders;
        if (was && !is_) --roll.spenders;
    }

    function _rescore(Roll memory roll, ScoreCause cause) private {
        if (!roll.activated) return;
        roll.score = Score.hundredths(Score.uniqueOf(roll.skillCounts), roll.totalSkills, roll.members);
        emit ScoreChanged(roll.score, cause);
    }

    function _isSpender(Member memory account) private pure returns (bool) {
        return account.validated && _spendable(account) >= Constants.SPENDER_CREDITS * Constants.CREDIT;
    }

    function _spendable(Member memory account) private pure returns (uint256) {
        return Credits.spendable(account.balance, account.locked, account.granted, account.validated);
    }

    function _requireTemplate(SkillSet skills, uint8 template) private pure {
        uint8 own = skills.template();
        if (own != template) {
            (uint8 skill,,) = skills.get(0);
            revert ForeignSkill(skill, template);
        }
    }

    function _isReserved(address account) private view returns (bool) {
        return account == address(0) || account == address(this) || account == GIGS || account == treasuryAccount;
    }
}
