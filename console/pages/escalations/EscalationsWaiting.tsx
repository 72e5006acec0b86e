import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { useResource } from '../../use-resource.ts'

/** Where approvers look for their work: what reps handed to them is said here too. */
export function EscalationsWaiting() {
  const list = useResource('waiting', () => client.escalations({ limit: 1 }), ['escalations'])
  const count = list.value?.toAnswer ?? 0
  if (count === 0) return null
  return (
    <Notice kind="warn">
      <Link to="/escalations">{t('nav.escalations.count', { count })}</Link>
    </Notice>
  )
}
