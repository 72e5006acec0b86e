export type Turns = <Result>(name: string, task: () => Promise<Result>) => Promise<Result>

/** Tasks of one name run one after another. Only avoids wasted work: correctness never rests on it, transactions do. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (name, task) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(task, task)
    last.set(name, turn)
    const forget = () => {
      if (last.get(name) === turn) last.delete(name)
    }
    turn.then(forget, forget)
    return turn
  }
}
