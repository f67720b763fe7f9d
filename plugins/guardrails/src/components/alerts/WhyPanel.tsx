/** Why an alert fired: the picture of what the rule saw, and how it decided. */
import { useApi } from '@backstage/core-plugin-api';
import type { AlertDetail } from '@cloudops/plugin-guardrails-common';
import { useEffect } from 'react';
import { guardrailsApiRef } from '../../api';
import { asOftenAsRead, held, useRequest } from '../../data';
import { SYSTEM_ACTOR } from '../../people';
import { ChartOrTable, lazyChart } from '../charts';
import { useStaleWarning } from '../costs/useStaleWarning';
import { LoadingSkeleton, RequestView, Steady } from '../states';
import { alertSubject } from './alertWords';
import { Decision } from './Decision';
import { Drivers } from './Drivers';
import { Proposals } from './Proposals';
import type { EvidenceChartProps } from './EvidenceChart';
import { EVIDENCE_CHART_HEIGHT, EvidenceLegend } from './evidenceLook';
import { evidenceInWords } from './evidenceSeries';
import { EvidenceTable } from './EvidenceTable';
import { useWords } from '../../words';

const EvidenceChart = lazyChart<EvidenceChartProps>(
  () => import('./EvidenceChart').then(module => module.EvidenceChart),
  EVIDENCE_CHART_HEIGHT,
);

/** Where the values of an alert were read. */
const SOURCE_OF = { cost: 'costs', reliability: 'metrics' } as const;

/** Title, legend and the line below, in pixels. */
const AROUND_CHART = 112;

/** How often the product has looked at the alert: each time the evidence may say more; what people do changes none of it. */
function decisionsOn({ events }: AlertDetail): number {
  return events.filter(({ actor }) => actor === SYSTEM_ACTOR).length;
}

export function WhyPanel(props: { readonly alert: AlertDetail }) {
  const words = useWords();
  const { t } = words;
  const { alert } = props;
  const api = useApi(guardrailsApiRef);
  const request = useRequest(
    `evidence of ${alert.id} after ${decisionsOn(alert)}`,
    signal => api.getAlertEvidence(alert.id, { signal }),
    { keepPrevious: true },
  );
  // An alert is worked on without it: whoever may not see the project's state is not warned.
  const state = useRequest(
    `state of ${alert.project}`,
    signal => api.getProjectSummary(alert.project, { signal }),
    { refreshEvery: asOftenAsRead },
  );
  const isStateKnown = state.value !== undefined || state.error !== undefined;
  const stale = useStaleWarning(
    state.value?.freshness.find(
      ({ source }) => source === SOURCE_OF[alert.alertType],
    ),
  );
  useEffect(() => EvidenceChart.preload(), []);
  const title =
    alert.alertType === 'cost'
      ? t('alert.dailyCost', {
          service: alertSubject(alert, t),
          currency: alert.unit,
        })
      : alertSubject(alert, t);
  return (
    <RequestView
      // The warning above the picture would push it down if it came after.
      request={isStateKnown ? request : held(request)}
      subject={t('subject.evidence')}
      quiet
      skeleton={
        <LoadingSkeleton
          subject={t('subject.evidence')}
          height={EVIDENCE_CHART_HEIGHT + AROUND_CHART}
        />
      }
    >
      {evidence => (
        <Steady warning={alert.status === 'resolved' ? undefined : stale} drawn>
          <ChartOrTable
            title={title}
            summary={evidenceInWords(alert, evidence, words)}
            height={EVIDENCE_CHART_HEIGHT}
            chart={
              <>
                <EvidenceLegend evidence={evidence} />
                <EvidenceChart
                  title={title}
                  alert={alert}
                  evidence={evidence}
                />
              </>
            }
            table={<EvidenceTable label={title} evidence={evidence} />}
          />
          <Drivers evidence={evidence} />
          <Decision evidence={evidence} told={alert.description} />
          <Proposals proposals={evidence.proposals} />
        </Steady>
      )}
    </RequestView>
  );
}
