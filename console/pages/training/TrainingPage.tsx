import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import { lessons, type Lesson, type Training } from '../../../protocol/http/lessons.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { useResource } from '../../use-resource.ts'
import './training.css'

type Trained = Training['people'][number]

/** Who has learnt to use, to override and to hand over (S228-S230). */
export function TrainingPage() {
  const training = useResource('training', () => client.training(), ['policy'])
  return (
    <>
      <PageHead title={t('nav.training')} text={t('training.text')} />
      <Loaded of={training}>
        {({ people }) => (
          <Card flush>
            <DataTable
              label={t('nav.training')}
              rows={people}
              rowKey={({ person }) => person.id}
              columns={[
                { key: 'person', header: t('training.person'), cell: Name },
                ...lessons.map((lesson) => ({
                  key: lesson,
                  header: t(`lesson.${lesson}`),
                  cell: (row: Trained) => <Completed row={row} lesson={lesson} />,
                })),
              ]}
              empty={<EmptyState title={t('training.none.title')} text={t('training.none.text')} />}
            />
          </Card>
        )}
      </Loaded>
    </>
  )
}

function Name({ person }: Trained) {
  return (
    <span className="training-person">
      <bdi>{person.name}</bdi>
      <span className="training-email">{person.email}</span>
    </span>
  )
}

function Completed({ row, lesson }: { readonly row: Trained; readonly lesson: Lesson }) {
  const done = row.completed.find((completion) => completion.lesson === lesson)
  if (!done) return <span className="training-open">{t('training.open')}</span>
  return (
    <Link to={`/audit?text=${encodeURIComponent(done.event)}`}>
      <time dateTime={done.at}>{formatDate(done.at)}</time>
      <span className="ui-hidden"> {t('training.record')}</span>
    </Link>
  )
}
