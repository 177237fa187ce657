type Position = [number, number];

/** A valid ring of long teeth beside one another, 100 units wide: the boxes of all its edges overlap. */
export function comb(teeth: number): Position[] {
  const sides = Array.from({ length: teeth }, (_, at): Position[] => [
    [at / teeth, 0],
    [100 + at / teeth, 100],
  ]);
  return [...sides.flat(), [200, 0], [0, -1], [0, 0]];
}

/** A ring each of whose edges crosses almost all others: a star with an odd number of points. */
export function tangle(points: number, [x, y]: Position = [0, 0], radius = 1): Position[] {
  return Array.from({ length: points + 1 }, (_, at) => {
    const turn = (2 * Math.PI * ((at * Math.floor(points / 2)) % points)) / points;
    return [x + radius * Math.cos(turn), y + radius * Math.sin(turn)];
  });
}
