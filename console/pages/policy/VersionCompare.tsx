import { useState } from 'react'
import { Field } from '../../../components/ui/Field.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { t } from '../../../components/ui/words.ts'
import { loosenings } from '../../../policy/loosening.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'
import { Loosenings } from './Loosenings.tsx'

interface VersionCompareProps {
  readonly shown: PolicyDocument
  readonly current: PolicyDocument
}

/** The difference between any two versions, rule by rule, and what the later one of them permits more. */
export function VersionCompare({ shown, current }: VersionCompareProps) {
  const first = shown.version === current.version ? shown.version - 1 : current.version
  const [chosen, setChosen] = useState(first)
  const versions = useResource(`versions ${current.version}`, () => client.policyVersions())
  const other = useResource(`compare ${chosen}`, () => client.policyVersion(chosen))
  const options = (versions.value?.items ?? [])
    .filter(({ version }) => version !== shown.version)
    .map(({ version }) => ({
      value: String(version),
      label:
        version === current.version
          ? t('version.compare.current', { version })
          : t('version.number', { version }),
    }))
  if (versions.value !== null && options.length === 0) return <p>{t('version.is-only')}</p>
  return (
    <div className="compare">
      <Field label={t('version.compare')}>
        <Select
          value={String(chosen)}
          options={options}
          onChange={(event) => setChosen(Number(event.target.value))}
        />
      </Field>
      <Loaded of={other}>
        {(second) => {
          const [from, to] = second.version < shown.version ? [second, shown] : [shown, second]
          return (
            <>
              <h3>{t('version.since', { version: from.version, current: to.version })}</h3>
              <Loosenings
                isPast
                loosenings={loosenings(from.policy, to.policy)}
                policies={[to.policy, from.policy]}
              />
              <Differences differences={differencesBetween(from.policy, to.policy)} />
            </>
          )
        }}
      </Loaded>
    </div>
  )
}
