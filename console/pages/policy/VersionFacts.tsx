import { Card } from '../../../components/ui/Card.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'

/** The version in force, at a glance. */
export function VersionFacts({ document }: { readonly document: PolicyDocument }) {
  const { policy } = document
  const facts = [
    ['version', t('version.number', { version: document.version })],
    ['issued', formatDate(document.issuedAt)],
    ['by', document.issuedBy?.name ?? t('version.starter')],
    ['workflows', t('version.workflows', { count: policy.workflows.length })],
    [
      'rules',
      t('version.rules', {
        count: policy.rules.length,
        enforced: policy.rules.filter((rule) => rule.mode === 'enforce').length,
      }),
    ],
    ['unavailable', t(`version.unavailable.${policy.whenUnavailable}`)],
  ] as const
  return (
    <Card>
      <dl className="version-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`version.fact.${name}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {document.note && (
        <p className="version-note">
          <bdi>{document.note}</bdi>
        </p>
      )}
    </Card>
  )
}
