interface Stored {
  readonly payload: Record<string, unknown>
  readonly until: number
}
const most = 2000

/** Where the development provider keeps its sessions and codes: in this process, oldest first out. */
export function memoryAdapter() {
  const rows = new Map<string, Stored>()
  const find = (key: string) => {
    const row = rows.get(key)
    return row !== undefined && row.until > Date.now() ? row.payload : undefined
  }
  return (model: string) => {
    const keyOf = (id: string) => `${model}:${id}`
    const matching = (member: string, value: string) =>
      [...rows].find(([key, row]) => key.startsWith(`${model}:`) && row.payload[member] === value)?.[0]
    return {
      async upsert(id: string, payload: Record<string, unknown>, seconds?: number) {
        rows.delete(keyOf(id))
        rows.set(keyOf(id), {
          payload,
          until: seconds === undefined ? Infinity : Date.now() + seconds * 1000,
        })
        for (const key of rows.keys()) {
          if (rows.size <= most) break
          rows.delete(key)
        }
      },
      find: async (id: string) => find(keyOf(id)),
      findByUid: async (uid: string) => find(matching('uid', uid) ?? ''),
      findByUserCode: async (code: string) => find(matching('userCode', code) ?? ''),
      async destroy(id: string) {
        rows.delete(keyOf(id))
      },
      async consume(id: string) {
        const row = rows.get(keyOf(id))
        if (row !== undefined) row.payload['consumed'] = Math.floor(Date.now() / 1000)
      },
      async revokeByGrantId(grantId: string) {
        for (const [key, row] of rows) if (row.payload['grantId'] === grantId) rows.delete(key)
      },
    }
  }
}
