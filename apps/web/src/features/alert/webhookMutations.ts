import { graphql } from "../../graph/graphql.ts";

export const createWebhookMutation = graphql(`
  mutation CreateWebhook($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      __typename
      ... on CreateWebhookSuccess {
        data {
          secret
        }
      }
      ... on Error {
        message
        code
      }
      ... on InvalidInputError {
        field
      }
    }
  }
`);

export const updateWebhookMutation = graphql(`
  mutation UpdateWebhook($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) {
      __typename
      ... on UpdateWebhookSuccess {
        data {
          id
          enabled
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const rotateWebhookSecretMutation = graphql(`
  mutation RotateWebhookSecret($input: WebhookIdInput!) {
    rotateWebhookSecret(input: $input) {
      __typename
      ... on RotateWebhookSecretSuccess {
        data {
          secret
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const deleteWebhookMutation = graphql(`
  mutation DeleteWebhook($input: WebhookIdInput!) {
    deleteWebhook(input: $input) {
      __typename
      ... on DeleteWebhookSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const testWebhookMutation = graphql(`
  mutation TestWebhook($input: WebhookIdInput!) {
    testWebhook(input: $input) {
      __typename
      ... on TestWebhookSuccess {
        data {
          id
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export const retryAlertDeliveryMutation = graphql(`
  mutation RetryAlertDelivery($input: RetryAlertDeliveryInput!) {
    retryAlertDelivery(input: $input) {
      __typename
      ... on RetryAlertDeliverySuccess {
        data {
          id
          state
          attempts
          nextAttemptAt
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);
