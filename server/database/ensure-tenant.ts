import type { Store } from './store.ts'

export async function ensureTenant(store: Store, tenant: string): Promise<void> {
  await store.transact({ tenant }, (tx) =>
    tx
      .insertInto('tenants')
      .values({ tenant, name: tenant })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}
