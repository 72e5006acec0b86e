/**
 * Keeps `most` of all that is offered, each as likely as any other, and the same ones in every run: two people who look
 * at one report see the same decisions.
 */
export function sampler<Item>(most: number, kept: Item[]): (make: () => Item) => void {
  let offered = 0
  let state = 7
  return (make) => {
    offered += 1
    if (kept.length < most) {
      kept.push(make())
      return
    }
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const place = Math.floor((state / 2 ** 32) * offered)
    if (place < most) kept[place] = make()
  }
}
