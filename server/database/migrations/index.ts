import type { Migration } from 'kysely/migration'
import { firstSchema } from './0001-first-schema.ts'
import { cachedPlans } from './0002-cached-plans.ts'
import { kills } from './0005-kills.ts'
import { sitePacks } from './0006-site-packs.ts'
import { signedDocuments } from './0007-signed-documents.ts'
import { changeControl } from './0008-change-control.ts'
import { passkeys } from './0009-passkeys.ts'
import { fleetTokens } from './0010-fleet-tokens.ts'
import { escalations } from './0011-escalations.ts'
import { appliedStops } from './0012-applied-stops.ts'
import { decisions } from './0013-decisions.ts'
import { deviceReports } from './0014-device-reports.ts'
import { rollouts } from './0015-rollouts.ts'
import { overrideUses } from './0016-override-uses.ts'
import { digestMails } from './0017-digest-mails.ts'
import { enrolmentRequests } from './0018-enrolment-requests.ts'

/** In order, append-only: a released migration is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-first-schema': firstSchema,
  '0002-cached-plans': cachedPlans,
  '0005-kills': kills,
  '0006-site-packs': sitePacks,
  '0007-signed-documents': signedDocuments,
  '0008-change-control': changeControl,
  '0009-passkeys': passkeys,
  '0010-fleet-tokens': fleetTokens,
  '0011-escalations': escalations,
  '0012-applied-stops': appliedStops,
  '0013-decisions': decisions,
  '0014-device-reports': deviceReports,
  '0015-rollouts': rollouts,
  '0016-override-uses': overrideUses,
  '0017-digest-mails': digestMails,
  '0018-enrolment-requests': enrolmentRequests,
}
