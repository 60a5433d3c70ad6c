import { type AstNode, child, children, text } from './ast.ts'

/**
 * Value of a constant integer expression of Solidity: literals with units, operators, other constants, conversions and
 * `type(T).max`. Undefined when the expression is of another kind, such as a hash or a string.
 * @param resolve Expression of the constant with that name.
 */
export const evaluate = (node: AstNode, resolve: (name: string) => AstNode | undefined): bigint | undefined => {
  const value = (inner: AstNode) => evaluate(inner, resolve)
  switch (node.nodeType) {
    case 'Literal':
      return text(node, 'kind') === 'number' ? literal(node) : undefined
    case 'TupleExpression': {
      const [inner, ...others] = children(node, 'components')
      return inner && others.length === 0 ? value(inner) : undefined
    }
    case 'UnaryOperation': {
      const operand = value(child(node, 'subExpression'))
      return operand === undefined ? undefined : unary(text(node, 'operator'), operand)
    }
    case 'BinaryOperation': {
      const left = value(child(node, 'leftExpression'))
      const right = value(child(node, 'rightExpression'))
      return left === undefined || right === undefined ? undefined : binary(text(node, 'operator'), left, right)
    }
    case 'Identifier':
      return named(text(node, 'name'), resolve)
    case 'MemberAccess':
      return limit(node) ?? named(text(node, 'memberName'), resolve)
    case 'FunctionCall': {
      const [argument] = children(node, 'arguments')
      return argument && text(node, 'kind') === 'typeConversion' ? value(argument) : undefined
    }
    default:
      return undefined
  }
}

const named = (name: string, resolve: (name: string) => AstNode | undefined) => {
  const expression = resolve(name)
  return expression && evaluate(expression, resolve)
}

const UNITS: Readonly<Record<string, bigint>> = {
  wei: 1n,
  gwei: 10n ** 9n,
  ether: 10n ** 18n,
  seconds: 1n,
  minutes: 60n,
  hours: 3_600n,
  days: 86_400n,
  weeks: 604_800n,
}

const literal = (node: AstNode) => {
  const digits = text(node, 'value').replaceAll('_', '')
  const unit = typeof node.subdenomination === 'string' ? UNITS[node.subdenomination] : 1n
  if (unit === undefined) throw new Error(`unknown unit ${String(node.subdenomination)}`)
  if (digits.startsWith('0x')) return BigInt(digits) * unit
  const parts = /^(\d*)\.?(\d*)(?:[eE](-?\d+))?$/.exec(digits)
  if (!parts) throw new Error(`unknown literal ${digits}`)
  const [, whole = '', fraction = '', exponent = '0'] = parts
  const scale = Number(exponent) - fraction.length
  const scaled = BigInt(whole + fraction) * unit
  if (scale >= 0) return scaled * 10n ** BigInt(scale)
  const divisor = 10n ** BigInt(-scale)
  if (scaled % divisor !== 0n) throw new Error(`${digits} is not whole`)
  return scaled / divisor
}

const unary = (operator: string, operand: bigint) => {
  switch (operator) {
    case '-':
      return -operand
    default:
      throw new Error(`operator ${operator} is not supported in a mirrored constant`)
  }
}

const binary = (operator: string, left: bigint, right: bigint) => {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
    case '**':
      return left ** right
    case '<<':
      return left << right
    case '>>':
      return left >> right
    case '&':
      return left & right
    case '|':
      return left | right
    case '^':
      return left ^ right
    default:
      throw new Error(`operator ${operator} is not supported in a mirrored constant`)
  }
}

/** `type(uint40).max` and the like. */
const limit = (node: AstNode) => {
  const call = child(node, 'expression')
  if (call.nodeType !== 'FunctionCall') return undefined
  const match = /^type\((u?)int(\d+)\)$/.exec(typeString(call))
  if (!match) return undefined
  const [, unsigned, bits] = match
  const size = BigInt(bits ?? 0) - (unsigned ? 0n : 1n)
  return text(node, 'memberName') === 'max' ? 2n ** size - 1n : unsigned ? 0n : -(2n ** size)
}

const typeString = (node: AstNode) => text({ nodeType: '', ...(node.typeDescriptions as object) }, 'typeString')
