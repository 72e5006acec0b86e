import { Button } from '../../../components/ui/Button.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { useResource } from '../../use-resource.ts'
import './acceptable-use.css'
import { AcceptableUse } from './AcceptableUse.tsx'

/** What everybody may read on one page, made from the policy in force: it can say nothing else than what is enforced. */
export function AcceptableUsePage({ session }: PageProps) {
  const current = useResource('policy', () => client.policy(), ['policy'])
  return (
    <>
      <PageHead
        title={t('nav.acceptable-use')}
        text={
          current.value &&
          t('use.text', { version: current.value.version, at: formatDate(current.value.issuedAt) })
        }
        actions={<Button onClick={() => window.print()}>{t('use.print')}</Button>}
      />
      <Loaded of={current}>
        {({ policy }) => (
          <>
            {!policy.acceptableUse && session.roles.includes('admin') && (
              <Notice kind="warn" title={t('use.unwritten')}>
                <Link to="/policy/build">{t('use.write')}</Link>
              </Notice>
            )}
            <AcceptableUse policy={policy} />
          </>
        )}
      </Loaded>
    </>
  )
}
