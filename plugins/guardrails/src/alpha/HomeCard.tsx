/** The frame of the widget on the home page, with its title in the app's language: the extension's own is one string. */
import { InfoCard } from '@backstage/core-components';
import type { RendererProps } from '@backstage/plugin-home-react';
import { useWords } from '../words';

export function HomeCard({ Content }: RendererProps) {
  const { t } = useWords();
  return (
    <InfoCard title={t('home.title')} divider>
      <Content />
    </InfoCard>
  );
}
