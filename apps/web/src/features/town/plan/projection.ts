/** A place in the town: x runs to the lower right of the picture, y to its lower left, z up. A house is about one unit wide. */
export type Place = { readonly x: number; readonly y: number; readonly z?: number }

/** Units of the drawing that one unit of the town is. Ground is seen at 30°, so that a square is twice as wide as high. */
export const ACROSS = 40
const DOWN = 20
const UP = 34

/** Where a place is in the picture; the middle of the market square is the origin. */
export const project = ({ x, y, z = 0 }: Place): { readonly x: number; readonly y: number } => ({
  x: (x - y) * ACROSS,
  y: (x + y) * DOWN - z * UP,
})

/** A closed path through places. */
export const pathOf = (places: readonly Place[]): string => {
  const points = places.map((place) => {
    const { x, y } = project(place)
    return `${round(x)} ${round(y)}`
  })
  return `M${points.join('L')}Z`
}

/** Whether the first is behind the second: painted before it. */
export const byDepth = (a: Place, b: Place): number => a.x + a.y - (b.x + b.y)

/** What is drawn upright on a wall: `left` looks to the lower left, `right` to the lower right. Units of the town, from a corner of it. */
export const wallTransform = (wall: 'left' | 'right', corner: Place): string => {
  const { x, y } = project(corner)
  return `matrix(${ACROSS} ${wall === 'left' ? DOWN : -DOWN} 0 ${-UP} ${round(x)} ${round(y)})`
}

const round = (value: number): number => Math.round(value * 10) / 10
