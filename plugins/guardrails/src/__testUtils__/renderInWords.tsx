/** Renders a small part that speaks, without the portal around it. */
import { errorApiRef } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { MockErrorApi, mockApis, TestApiProvider } from '@backstage/test-utils';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';

function Speaking(props: { readonly children?: ReactNode }) {
  return (
    <TestApiProvider
      apis={[
        [translationApiRef, mockApis.translation()],
        [errorApiRef, new MockErrorApi()],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
}

export function renderInWords(element: ReactElement): RenderResult {
  return render(element, { wrapper: Speaking });
}
