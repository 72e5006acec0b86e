import { formatNumber, t } from '../../../../components/ui/words.ts'

/** How far a run is; before the first answer nobody knows of how many. */
export function Progress({ done, total }: { readonly done: number; readonly total: number | null }) {
  const words =
    total === null
      ? t('try.asking')
      : t('try.progress', { done: formatNumber(done), total: formatNumber(total) })
  return (
    <div className="try-progress">
      <progress aria-label={t('try.progress-label')} {...(total ? { value: done, max: total } : {})} />
      <p>{words}</p>
    </div>
  )
}
