/** An id of the policy made of a name: plain letters, and a number when it is taken. */
export function freeId(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  const base = plain || 'rule'
  const isFree = (id: string) => !taken.includes(id)
  return isFree(base)
    ? base
    : ([...Array(taken.length + 2).keys()].map((n) => `${base}-${n + 2}`).find(isFree) ?? base)
}
