import type { Generated } from 'kysely'
import type { DeviceReport } from '../../protocol/http/devices.ts'
import type { DeviceKey } from '../../protocol/http/proof.ts'
import type { Jsonb } from './jsonb.ts'

/** Browsers, and every secret that somebody or something presents. */
export interface DeviceTables {
  devices: {
    tenant: string
    id: string
    person: string
    public_key: Jsonb<Record<string, unknown>>
    browser: string
    extension_version: string
    enrolled_at: Date
    last_seen_at: Date | null
    bundle_version: number | null
    revoked_at: Date | null
    contiguous_to: Generated<number>
    highest_sequence: Generated<number>
    missing_hosts: Generated<string[]>
    /** What it said last about itself, when, and how far its clock was ahead of ours then. */
    report: Generated<DeviceReport | null>
    report_at: Generated<Date | null>
    skew_ms: Generated<number | null>
    /** The token that enrolled it; null = a code for one person. */
    fleet_token: Generated<string | null>
  }
  credentials: {
    tenant: string
    hash: string
    kind: 'device' | 'session' | 'service' | 'enrolment' | 'fleet'
    person: string | null
    device: string | null
    label: string
    reusable: boolean
    created_at: Date
    expires_at: Date | null
    revoked_at: Date | null
    /** Of an enrolment code that enrols one key and no other. */
    key_thumbprint: string | null
  }
  enrolment_requests: {
    tenant: string
    id: string
    /** `asked`: it has not yet shown its key. What became of it after its time is in no row: see `expires_at`. */
    state: 'asked' | 'waiting' | 'confirmed' | 'refused'
    secret_hash: string
    device: string
    public_key: Jsonb<DeviceKey>
    browser: string
    extension_version: string
    root: string
    commitment: string
    nonce: string | null
    wrong_codes: Generated<number>
    asked_at: Date
    expires_at: Date
    person: string | null
    decided_at: Date | null
    /** Of the code it was given last, so that no two of them are open. */
    code_hash: string | null
  }
  fleet_tokens: {
    tenant: string
    id: string
    hash: string
    label: string
    member_of: string | null
    domain: string | null
    most_uses: number
    uses: Generated<number>
    made_by: string
    made_at: Date
    expires_at: Date
    revoked_at: Date | null
  }
}
