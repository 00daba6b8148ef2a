// Command bec-client runs the official Go SDK, unchanged, against an endpoint.
//
// "lifecycle" takes a service from its creation to its deletion, "create" sends the body that it
// reads, "sign" signs the requests that it reads. Input and output are JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/baidubce/bce-sdk-go/auth"
	"github.com/baidubce/bce-sdk-go/bce"
	"github.com/baidubce/bce-sdk-go/http"
	"github.com/baidubce/bce-sdk-go/services/bec"
	"github.com/baidubce/bce-sdk-go/services/bec/api"
)

type output struct {
	Result any          `json:"result,omitempty"`
	Error  *serverError `json:"error,omitempty"`
}

type serverError struct {
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	RequestId string `json:"requestId"`
}

type signRequest struct {
	Method        string            `json:"method"`
	Path          string            `json:"path"`
	Query         map[string]string `json:"query"`
	Headers       map[string]string `json:"headers"`
	Timestamp     int64             `json:"timestamp"`
	ExpireSeconds int               `json:"expireSeconds"`
	HeadersToSign []string          `json:"headersToSign"`
}

func credentials() (*auth.BceCredentials, error) {
	id, secret := os.Getenv("BEC_ACCESS_KEY_ID"), os.Getenv("BEC_SECRET_ACCESS_KEY")
	if token := os.Getenv("BEC_SESSION_TOKEN"); token != "" {
		return auth.NewSessionBceCredentials(id, secret, token)
	}
	return auth.NewBceCredentials(id, secret)
}

func newClient() (*bec.Client, error) {
	keys, err := credentials()
	if err != nil {
		return nil, err
	}
	client, err := bec.NewClient(keys.AccessKeyId, keys.SecretAccessKey, os.Getenv("BEC_ENDPOINT"))
	if err != nil {
		return nil, err
	}
	client.Config.Credentials = keys
	client.Config.Retry = bce.NewNoRetryPolicy()
	return client, nil
}

func create(client *bec.Client) (string, string, error) {
	var args api.CreateServiceArgs
	if err := json.NewDecoder(os.Stdin).Decode(&args); err != nil {
		return "", "", err
	}
	created, err := client.CreateService(&args)
	if err != nil {
		return "", "", err
	}
	return created.Details.ServiceId, created.Details.ServiceName, nil
}

func lifecycle(client *bec.Client) (any, error) {
	id, name, err := create(client)
	if err != nil {
		return nil, err
	}
	listed, err := client.ListService(1, 100, "", name, "", "", "")
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, service := range listed.Result {
		ids = append(ids, service.ServiceId)
	}
	pods, err := client.GetPodList(1, 2, "", "", "", id, "")
	if err != nil {
		return nil, err
	}
	if _, err = client.GetPodDetail(pods.Result[0].PodName); err != nil {
		return nil, err
	}
	replicas := &[]api.DeploymentInstance{{RegionId: "cn-shanghai-ct", Replicas: 1}}
	update := &api.UpdateServiceArgs{Type: api.UpdateServiceTypeReplicas, DeployInstances: replicas}
	if _, err = client.UpdateService(id, update); err != nil {
		return nil, err
	}
	containers := &[]api.ContainerDetails{{Name: "web", ImageAddress: "registry.example/shop", ImageVersion: "v2"}}
	update = &api.UpdateServiceArgs{Type: api.UpdateServiceTypeNameResource, Containers: containers}
	if _, err = client.UpdateService(id, update); err != nil {
		return nil, err
	}
	pod, err := client.GetPodDetail(pods.Result[0].PodName)
	if err != nil {
		return nil, err
	}
	if _, err = client.ServiceAction(id, api.ServiceActionStop); err != nil {
		return nil, err
	}
	stopped, err := client.GetService(id)
	if err != nil {
		return nil, err
	}
	nodes, err := client.GetBecAvailableNodeInfoVo("container")
	if err != nil {
		return nil, err
	}
	deleted, err := client.DeleteService(id)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"serviceId": id,
		"listed":    ids,
		"pods":      pods.TotalCount,
		"status":    stopped.Status,
		"totalPods": stopped.TotalPods,
		"image":     pod.ContainerStatuses[0].Image,
		"tags":      stopped.TagsMap,
		"nodes":     nodes.NodeSum,
		"deleted":   deleted.Details["serviceId"],
	}, nil
}

func sign() (any, error) {
	var requests []signRequest
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		return nil, err
	}
	keys, err := credentials()
	if err != nil {
		return nil, err
	}
	signatures := []string{}
	for _, given := range requests {
		request := &http.Request{}
		request.SetMethod(given.Method)
		request.SetUri(given.Path)
		request.SetParams(given.Query)
		request.SetHeaders(given.Headers)
		names := map[string]struct{}{}
		for _, name := range given.HeadersToSign {
			names[name] = struct{}{}
		}
		options := &auth.SignOptions{
			HeadersToSign: names,
			Timestamp:     given.Timestamp,
			ExpireSeconds: given.ExpireSeconds,
		}
		(&auth.BceV1Signer{}).Sign(request, keys, options)
		signatures = append(signatures, request.Header(http.AUTHORIZATION))
	}
	return signatures, nil
}

func run(command string) (any, error) {
	if command == "sign" {
		return sign()
	}
	client, err := newClient()
	if err != nil {
		return nil, err
	}
	if command == "lifecycle" {
		return lifecycle(client)
	}
	id, _, err := create(client)
	return map[string]string{"serviceId": id}, err
}

func main() {
	result, err := run(os.Args[1])
	printed := output{Result: result}
	var refused *bce.BceServiceError
	if errors.As(err, &refused) {
		printed = output{Error: &serverError{
			Status:    refused.StatusCode,
			Code:      refused.Code,
			Message:   refused.Message,
			RequestId: refused.RequestId,
		}}
	} else if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := json.NewEncoder(os.Stdout).Encode(printed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
