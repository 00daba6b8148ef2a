// Generated from local-bec/*.schema.json by scripts/generate-validator.ts. Do not edit.
"use strict";
export const validateCreate = validate21;
const schema6 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"PurchaseRequest","description":"The body of POST /v2/service/create as https://cloud.baidu.com/doc/BEC/s/sl2yjddjq documents it, with the fields of POST /v1/service/create and of the official Go SDK. Unknown keys are ignored, as on the platform.","type":"object","required":["serviceName","containerGroupName","containers","deployInstances"],"properties":{"serviceName":{"type":"string","pattern":"."},"containerGroupName":{"type":"string","pattern":"."},"containers":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/container"}},"deployInstances":{"type":"array","minItems":1,"items":{"$ref":"#/definitions/deployInstance"}},"paymentMethod":{"type":"string","enum":["postpay"]},"needPublicIp":{"type":"boolean"},"needIpv6PublicIp":{"type":"boolean"},"bandwidth":{"type":"integer","minimum":0,"maximum":5120},"imageRegistrySecrets":{"$ref":"#/definitions/names"},"volumes":{"type":"object","properties":{"configMap":{"$ref":"#/definitions/names"},"secret":{"$ref":"#/definitions/names"},"emptyDir":{"$ref":"#/definitions/names"},"volumeClaimTemplates":{"type":"array","items":{"$ref":"#/definitions/volumeClaimTemplate"}}}},"kernelParam":{"type":"string"},"tags":{"type":"array","items":{"type":"object","properties":{"tagKey":{"type":"string"},"tagValue":{"type":"string"}}}},"hostAliases":{"type":"array","items":{"type":"object","properties":{"ip":{"type":"string"},"hostnames":{"$ref":"#/definitions/texts"}}}},"dnsPolicy":{"type":"string"},"dnsConfig":{"type":"object","properties":{"nameservers":{"$ref":"#/definitions/texts"}}},"logCollectDetail":{"type":"object","properties":{"serviceId":{"type":"string"},"logCollect":{"type":"boolean"},"logPath":{"type":"string"},"jsonAnalysis":{"type":"boolean"},"pushLog":{"type":"boolean"},"standard":{"type":"boolean"},"custom":{"type":"boolean"},"logOutputType":{"type":"string"},"esIP":{"type":"string"},"esPort":{"type":"integer"},"esIndex":{"type":"string"},"encrypted":{"type":"boolean"},"esUserName":{"type":"string"},"esUserPassword":{"type":"string"}}}},"if":{"required":["needPublicIp"],"properties":{"needPublicIp":{"const":true}}},"then":{"properties":{"bandwidth":{"type":"integer","minimum":1}}},"definitions":{"texts":{"type":"array","items":{"type":"string"}},"names":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"container":{"type":"object","properties":{"name":{"type":"string"},"imageAddress":{"type":"string"},"imageVersion":{"type":"string"},"cpu":{"type":"integer","minimum":0},"memory":{"type":"integer","minimum":0},"gpu":{"type":"integer","minimum":0},"workingDir":{"type":"string"},"commands":{"$ref":"#/definitions/texts"},"args":{"$ref":"#/definitions/texts"},"ports":{"type":"array","items":{"$ref":"#/definitions/port"}},"envs":{"type":"array","items":{"$ref":"#/definitions/env"}},"volumeMounts":{"type":"array","items":{"$ref":"#/definitions/volumeMount"}}}},"port":{"type":"object","required":["containerPort"],"properties":{"containerPort":{"type":"integer","minimum":0,"maximum":65536},"protocol":{"type":"string","enum":["UDP","TCP","SCTP"]},"name":{"type":"string"},"hostIP":{"type":"string"},"hostPort":{"type":"integer"}}},"env":{"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"},"valueFrom":{"type":"object","properties":{"configMapKeyRef":{"$ref":"#/definitions/keyRef"},"secretKeyRef":{"$ref":"#/definitions/keyRef"},"fieldRef":{"type":"object","properties":{"apiVersion":{"type":"string"},"fieldPath":{"type":"string"}}},"resourceFieldRef":{"type":"object","properties":{"containerName":{"type":"string"},"divisor":{"type":"string"},"resource":{"type":"string"}}}}}}},"keyRef":{"description":"The page shows optional as a boolean, the Go SDK sends a string.","type":"object","properties":{"key":{"type":"string"},"name":{"type":"string"},"optional":{"type":["boolean","string"]}}},"volumeMount":{"type":"object","required":["mountPath","name"],"properties":{"mountPath":{"type":"string","pattern":"."},"name":{"type":"string","pattern":"."},"readOnly":{"type":"boolean"},"mountPropagation":{"type":"string"},"subPath":{"type":"string"}}},"deployInstance":{"type":"object","properties":{"regionId":{"type":"string"},"region":{"type":"string"},"city":{"type":"string"},"serviceProvider":{"type":"string","enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},"replicas":{"type":"integer","minimum":0},"networkType":{"type":"string"},"vpcId":{"type":"string"},"subnetId":{"type":"string"},"subServiceProviders":{"$ref":"#/definitions/texts"}}},"volumeClaimTemplate":{"type":"object","properties":{"name":{"type":"string"},"diskType":{"type":"string","enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},"storageSize":{"type":"integer","minimum":0}}}}};
const pattern0 = new RegExp(".", "u");
const schema7 = {"type":"object","properties":{"name":{"type":"string"},"imageAddress":{"type":"string"},"imageVersion":{"type":"string"},"cpu":{"type":"integer","minimum":0},"memory":{"type":"integer","minimum":0},"gpu":{"type":"integer","minimum":0},"workingDir":{"type":"string"},"commands":{"$ref":"#/definitions/texts"},"args":{"$ref":"#/definitions/texts"},"ports":{"type":"array","items":{"$ref":"#/definitions/port"}},"envs":{"type":"array","items":{"$ref":"#/definitions/env"}},"volumeMounts":{"type":"array","items":{"$ref":"#/definitions/volumeMount"}}}};
const schema8 = {"type":"array","items":{"type":"string"}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
const _errs1 = errors;
if(typeof data[i0] !== "string"){
validate23.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}

const schema9 = {"type":"object","required":["containerPort"],"properties":{"containerPort":{"type":"integer","minimum":0,"maximum":65536},"protocol":{"type":"string","enum":["UDP","TCP","SCTP"]},"name":{"type":"string"},"hostIP":{"type":"string"},"hostPort":{"type":"integer"}}};

function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.containerPort === undefined) && (missing0 = "containerPort")){
validate26.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.containerPort !== undefined){
let data0 = data.containerPort;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate26.errors = [{instancePath:instancePath+"/containerPort",schemaPath:"#/properties/containerPort/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 65536 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/containerPort",schemaPath:"#/properties/containerPort/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65536},message:"must be <= 65536"}];
return false;
}
else {
if(data0 < 0 || isNaN(data0)){
validate26.errors = [{instancePath:instancePath+"/containerPort",schemaPath:"#/properties/containerPort/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.protocol !== undefined){
let data1 = data.protocol;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate26.errors = [{instancePath:instancePath+"/protocol",schemaPath:"#/properties/protocol/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data1 === "UDP") || (data1 === "TCP")) || (data1 === "SCTP"))){
validate26.errors = [{instancePath:instancePath+"/protocol",schemaPath:"#/properties/protocol/enum",keyword:"enum",params:{allowedValues: schema9.properties.protocol.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs5 = errors;
if(typeof data.name !== "string"){
validate26.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hostIP !== undefined){
const _errs7 = errors;
if(typeof data.hostIP !== "string"){
validate26.errors = [{instancePath:instancePath+"/hostIP",schemaPath:"#/properties/hostIP/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hostPort !== undefined){
let data4 = data.hostPort;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate26.errors = [{instancePath:instancePath+"/hostPort",schemaPath:"#/properties/hostPort/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}

const schema10 = {"type":"object","properties":{"name":{"type":"string"},"value":{"type":"string"},"valueFrom":{"type":"object","properties":{"configMapKeyRef":{"$ref":"#/definitions/keyRef"},"secretKeyRef":{"$ref":"#/definitions/keyRef"},"fieldRef":{"type":"object","properties":{"apiVersion":{"type":"string"},"fieldPath":{"type":"string"}}},"resourceFieldRef":{"type":"object","properties":{"containerName":{"type":"string"},"divisor":{"type":"string"},"resource":{"type":"string"}}}}}}};
const schema11 = {"description":"The page shows optional as a boolean, the Go SDK sends a string.","type":"object","properties":{"key":{"type":"string"},"name":{"type":"string"},"optional":{"type":["boolean","string"]}}};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.key !== undefined){
const _errs1 = errors;
if(typeof data.key !== "string"){
validate29.errors = [{instancePath:instancePath+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs3 = errors;
if(typeof data.name !== "string"){
validate29.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.optional !== undefined){
let data2 = data.optional;
const _errs5 = errors;
if((typeof data2 !== "boolean") && (typeof data2 !== "string")){
validate29.errors = [{instancePath:instancePath+"/optional",schemaPath:"#/properties/optional/type",keyword:"type",params:{type: schema11.properties.optional.type},message:"must be boolean,string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}


function validate28(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate28.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.value !== undefined){
const _errs3 = errors;
if(typeof data.value !== "string"){
validate28.errors = [{instancePath:instancePath+"/value",schemaPath:"#/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.valueFrom !== undefined){
let data2 = data.valueFrom;
const _errs5 = errors;
if(errors === _errs5){
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.configMapKeyRef !== undefined){
const _errs7 = errors;
if(!(validate29(data2.configMapKeyRef, {instancePath:instancePath+"/valueFrom/configMapKeyRef",parentData:data2,parentDataProperty:"configMapKeyRef",rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.secretKeyRef !== undefined){
const _errs8 = errors;
if(!(validate29(data2.secretKeyRef, {instancePath:instancePath+"/valueFrom/secretKeyRef",parentData:data2,parentDataProperty:"secretKeyRef",rootData}))){
vErrors = vErrors === null ? validate29.errors : vErrors.concat(validate29.errors);
errors = vErrors.length;
}
var valid1 = _errs8 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.fieldRef !== undefined){
let data5 = data2.fieldRef;
const _errs9 = errors;
if(errors === _errs9){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.apiVersion !== undefined){
const _errs11 = errors;
if(typeof data5.apiVersion !== "string"){
validate28.errors = [{instancePath:instancePath+"/valueFrom/fieldRef/apiVersion",schemaPath:"#/properties/valueFrom/properties/fieldRef/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.fieldPath !== undefined){
const _errs13 = errors;
if(typeof data5.fieldPath !== "string"){
validate28.errors = [{instancePath:instancePath+"/valueFrom/fieldRef/fieldPath",schemaPath:"#/properties/valueFrom/properties/fieldRef/properties/fieldPath/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/valueFrom/fieldRef",schemaPath:"#/properties/valueFrom/properties/fieldRef/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data2.resourceFieldRef !== undefined){
let data8 = data2.resourceFieldRef;
const _errs15 = errors;
if(errors === _errs15){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.containerName !== undefined){
const _errs17 = errors;
if(typeof data8.containerName !== "string"){
validate28.errors = [{instancePath:instancePath+"/valueFrom/resourceFieldRef/containerName",schemaPath:"#/properties/valueFrom/properties/resourceFieldRef/properties/containerName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.divisor !== undefined){
const _errs19 = errors;
if(typeof data8.divisor !== "string"){
validate28.errors = [{instancePath:instancePath+"/valueFrom/resourceFieldRef/divisor",schemaPath:"#/properties/valueFrom/properties/resourceFieldRef/properties/divisor/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs19 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data8.resource !== undefined){
const _errs21 = errors;
if(typeof data8.resource !== "string"){
validate28.errors = [{instancePath:instancePath+"/valueFrom/resourceFieldRef/resource",schemaPath:"#/properties/valueFrom/properties/resourceFieldRef/properties/resource/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs21 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/valueFrom/resourceFieldRef",schemaPath:"#/properties/valueFrom/properties/resourceFieldRef/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate28.errors = [{instancePath:instancePath+"/valueFrom",schemaPath:"#/properties/valueFrom/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate28.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate28.errors = vErrors;
return errors === 0;
}

const schema12 = {"type":"object","required":["mountPath","name"],"properties":{"mountPath":{"type":"string","pattern":"."},"name":{"type":"string","pattern":"."},"readOnly":{"type":"boolean"},"mountPropagation":{"type":"string"},"subPath":{"type":"string"}}};

function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.mountPath === undefined) && (missing0 = "mountPath")) || ((data.name === undefined) && (missing0 = "name"))){
validate33.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.mountPath !== undefined){
let data0 = data.mountPath;
const _errs1 = errors;
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate33.errors = [{instancePath:instancePath+"/mountPath",schemaPath:"#/properties/mountPath/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/mountPath",schemaPath:"#/properties/mountPath/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate33.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.readOnly !== undefined){
const _errs5 = errors;
if(typeof data.readOnly !== "boolean"){
validate33.errors = [{instancePath:instancePath+"/readOnly",schemaPath:"#/properties/readOnly/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.mountPropagation !== undefined){
const _errs7 = errors;
if(typeof data.mountPropagation !== "string"){
validate33.errors = [{instancePath:instancePath+"/mountPropagation",schemaPath:"#/properties/mountPropagation/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.subPath !== undefined){
const _errs9 = errors;
if(typeof data.subPath !== "string"){
validate33.errors = [{instancePath:instancePath+"/subPath",schemaPath:"#/properties/subPath/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate33.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate22.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.imageAddress !== undefined){
const _errs3 = errors;
if(typeof data.imageAddress !== "string"){
validate22.errors = [{instancePath:instancePath+"/imageAddress",schemaPath:"#/properties/imageAddress/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.imageVersion !== undefined){
const _errs5 = errors;
if(typeof data.imageVersion !== "string"){
validate22.errors = [{instancePath:instancePath+"/imageVersion",schemaPath:"#/properties/imageVersion/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu !== undefined){
let data3 = data.cpu;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate22.errors = [{instancePath:instancePath+"/cpu",schemaPath:"#/properties/cpu/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate22.errors = [{instancePath:instancePath+"/cpu",schemaPath:"#/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.memory !== undefined){
let data4 = data.memory;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate22.errors = [{instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate22.errors = [{instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpu !== undefined){
let data5 = data.gpu;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate22.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate22.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workingDir !== undefined){
const _errs13 = errors;
if(typeof data.workingDir !== "string"){
validate22.errors = [{instancePath:instancePath+"/workingDir",schemaPath:"#/properties/workingDir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.commands !== undefined){
const _errs15 = errors;
if(!(validate23(data.commands, {instancePath:instancePath+"/commands",parentData:data,parentDataProperty:"commands",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.args !== undefined){
const _errs16 = errors;
if(!(validate23(data.args, {instancePath:instancePath+"/args",parentData:data,parentDataProperty:"args",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ports !== undefined){
let data9 = data.ports;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data9)){
var valid1 = true;
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
const _errs19 = errors;
if(!(validate26(data9[i0], {instancePath:instancePath+"/ports/" + i0,parentData:data9,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid1 = _errs19 === errors;
if(!valid1){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.envs !== undefined){
let data11 = data.envs;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data11)){
var valid2 = true;
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
const _errs22 = errors;
if(!(validate28(data11[i1], {instancePath:instancePath+"/envs/" + i1,parentData:data11,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
var valid2 = _errs22 === errors;
if(!valid2){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/envs",schemaPath:"#/properties/envs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.volumeMounts !== undefined){
let data13 = data.volumeMounts;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data13)){
var valid3 = true;
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
const _errs25 = errors;
if(!(validate33(data13[i2], {instancePath:instancePath+"/volumeMounts/" + i2,parentData:data13,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var valid3 = _errs25 === errors;
if(!valid3){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/volumeMounts",schemaPath:"#/properties/volumeMounts/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

const schema13 = {"type":"object","properties":{"regionId":{"type":"string"},"region":{"type":"string"},"city":{"type":"string"},"serviceProvider":{"type":"string","enum":["BGP","CHINA_MOBILE","CHINA_UNICOM","CHINA_TELECOM","TRIPLE_LINE","INTRA"]},"replicas":{"type":"integer","minimum":0},"networkType":{"type":"string"},"vpcId":{"type":"string"},"subnetId":{"type":"string"},"subServiceProviders":{"$ref":"#/definitions/texts"}}};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.regionId !== undefined){
const _errs1 = errors;
if(typeof data.regionId !== "string"){
validate36.errors = [{instancePath:instancePath+"/regionId",schemaPath:"#/properties/regionId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.region !== undefined){
const _errs3 = errors;
if(typeof data.region !== "string"){
validate36.errors = [{instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.city !== undefined){
const _errs5 = errors;
if(typeof data.city !== "string"){
validate36.errors = [{instancePath:instancePath+"/city",schemaPath:"#/properties/city/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.serviceProvider !== undefined){
let data3 = data.serviceProvider;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate36.errors = [{instancePath:instancePath+"/serviceProvider",schemaPath:"#/properties/serviceProvider/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((data3 === "BGP") || (data3 === "CHINA_MOBILE")) || (data3 === "CHINA_UNICOM")) || (data3 === "CHINA_TELECOM")) || (data3 === "TRIPLE_LINE")) || (data3 === "INTRA"))){
validate36.errors = [{instancePath:instancePath+"/serviceProvider",schemaPath:"#/properties/serviceProvider/enum",keyword:"enum",params:{allowedValues: schema13.properties.serviceProvider.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replicas !== undefined){
let data4 = data.replicas;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate36.errors = [{instancePath:instancePath+"/replicas",schemaPath:"#/properties/replicas/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate36.errors = [{instancePath:instancePath+"/replicas",schemaPath:"#/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.networkType !== undefined){
const _errs11 = errors;
if(typeof data.networkType !== "string"){
validate36.errors = [{instancePath:instancePath+"/networkType",schemaPath:"#/properties/networkType/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vpcId !== undefined){
const _errs13 = errors;
if(typeof data.vpcId !== "string"){
validate36.errors = [{instancePath:instancePath+"/vpcId",schemaPath:"#/properties/vpcId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.subnetId !== undefined){
const _errs15 = errors;
if(typeof data.subnetId !== "string"){
validate36.errors = [{instancePath:instancePath+"/subnetId",schemaPath:"#/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.subServiceProviders !== undefined){
const _errs17 = errors;
if(!(validate23(data.subServiceProviders, {instancePath:instancePath+"/subServiceProviders",parentData:data,parentDataProperty:"subServiceProviders",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate36.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate36.errors = vErrors;
return errors === 0;
}

const schema14 = {"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}};

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs1 = errors;
if(errors === _errs1){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.name !== undefined){
if(typeof data0.name !== "string"){
validate39.errors = [{instancePath:instancePath+"/" + i0+"/name",schemaPath:"#/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
else {
validate39.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
else {
validate39.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
validate39.errors = vErrors;
return errors === 0;
}

const schema15 = {"type":"object","properties":{"name":{"type":"string"},"diskType":{"type":"string","enum":["NVME","SATA","CDS_HDD","CDS_SSD","RBD_SSD","HDD_PASSTHROUGH","SSD_PASSTHROUGH","HDD_PASSTHROUGH_4T","SSD_PASSTHROUGH_4T"]},"storageSize":{"type":"integer","minimum":0}}};

function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate44.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.diskType !== undefined){
let data1 = data.diskType;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate44.errors = [{instancePath:instancePath+"/diskType",schemaPath:"#/properties/diskType/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((((((data1 === "NVME") || (data1 === "SATA")) || (data1 === "CDS_HDD")) || (data1 === "CDS_SSD")) || (data1 === "RBD_SSD")) || (data1 === "HDD_PASSTHROUGH")) || (data1 === "SSD_PASSTHROUGH")) || (data1 === "HDD_PASSTHROUGH_4T")) || (data1 === "SSD_PASSTHROUGH_4T"))){
validate44.errors = [{instancePath:instancePath+"/diskType",schemaPath:"#/properties/diskType/enum",keyword:"enum",params:{allowedValues: schema15.properties.diskType.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.storageSize !== undefined){
let data2 = data.storageSize;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate44.errors = [{instancePath:instancePath+"/storageSize",schemaPath:"#/properties/storageSize/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate44.errors = [{instancePath:instancePath+"/storageSize",schemaPath:"#/properties/storageSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate44.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate44.errors = vErrors;
return errors === 0;
}


function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.needPublicIp === undefined) && (missing0 = "needPublicIp")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.needPublicIp !== undefined){
if(true !== data.needPublicIp){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.bandwidth !== undefined){
let data1 = data.bandwidth;
const _errs5 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate21.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/then/properties/bandwidth/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
validate21.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/then/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
}
}
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "then"},message:"must match \"then\" schema"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate21.errors = vErrors;
return false;
}
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if(((((data.serviceName === undefined) && (missing1 = "serviceName")) || ((data.containerGroupName === undefined) && (missing1 = "containerGroupName"))) || ((data.containers === undefined) && (missing1 = "containers"))) || ((data.deployInstances === undefined) && (missing1 = "deployInstances"))){
validate21.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing1},message:"must have required property '"+missing1+"'"}];
return false;
}
else {
if(data.serviceName !== undefined){
let data2 = data.serviceName;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate21.errors = [{instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid3 = _errs7 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.containerGroupName !== undefined){
let data3 = data.containerGroupName;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate21.errors = [{instancePath:instancePath+"/containerGroupName",schemaPath:"#/properties/containerGroupName/pattern",keyword:"pattern",params:{pattern: "."},message:"must match pattern \""+"."+"\""}];
return false;
}
}
else {
validate21.errors = [{instancePath:instancePath+"/containerGroupName",schemaPath:"#/properties/containerGroupName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid3 = _errs9 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.containers !== undefined){
let data4 = data.containers;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data4)){
if(data4.length < 1){
validate21.errors = [{instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"}];
return false;
}
else {
var valid4 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs13 = errors;
if(!(validate22(data4[i0], {instancePath:instancePath+"/containers/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid4 = _errs13 === errors;
if(!valid4){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs11 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.deployInstances !== undefined){
let data6 = data.deployInstances;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data6)){
if(data6.length < 1){
validate21.errors = [{instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"}];
return false;
}
else {
var valid5 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
const _errs16 = errors;
if(!(validate36(data6[i1], {instancePath:instancePath+"/deployInstances/" + i1,parentData:data6,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid5 = _errs16 === errors;
if(!valid5){
break;
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs14 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.paymentMethod !== undefined){
let data8 = data.paymentMethod;
const _errs17 = errors;
if(typeof data8 !== "string"){
validate21.errors = [{instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(data8 === "postpay")){
validate21.errors = [{instancePath:instancePath+"/paymentMethod",schemaPath:"#/properties/paymentMethod/enum",keyword:"enum",params:{allowedValues: schema6.properties.paymentMethod.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.needPublicIp !== undefined){
const _errs19 = errors;
if(typeof data.needPublicIp !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/needPublicIp",schemaPath:"#/properties/needPublicIp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid3 = _errs19 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.needIpv6PublicIp !== undefined){
const _errs21 = errors;
if(typeof data.needIpv6PublicIp !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/needIpv6PublicIp",schemaPath:"#/properties/needIpv6PublicIp/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid3 = _errs21 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.bandwidth !== undefined){
let data11 = data.bandwidth;
const _errs23 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate21.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs23){
if((typeof data11 == "number") && (isFinite(data11))){
if(data11 > 5120 || isNaN(data11)){
validate21.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5120},message:"must be <= 5120"}];
return false;
}
else {
if(data11 < 0 || isNaN(data11)){
validate21.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
var valid3 = _errs23 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.imageRegistrySecrets !== undefined){
const _errs25 = errors;
if(!(validate39(data.imageRegistrySecrets, {instancePath:instancePath+"/imageRegistrySecrets",parentData:data,parentDataProperty:"imageRegistrySecrets",rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var valid3 = _errs25 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.volumes !== undefined){
let data13 = data.volumes;
const _errs26 = errors;
if(errors === _errs26){
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.configMap !== undefined){
const _errs28 = errors;
if(!(validate39(data13.configMap, {instancePath:instancePath+"/volumes/configMap",parentData:data13,parentDataProperty:"configMap",rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var valid6 = _errs28 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data13.secret !== undefined){
const _errs29 = errors;
if(!(validate39(data13.secret, {instancePath:instancePath+"/volumes/secret",parentData:data13,parentDataProperty:"secret",rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var valid6 = _errs29 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data13.emptyDir !== undefined){
const _errs30 = errors;
if(!(validate39(data13.emptyDir, {instancePath:instancePath+"/volumes/emptyDir",parentData:data13,parentDataProperty:"emptyDir",rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
var valid6 = _errs30 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data13.volumeClaimTemplates !== undefined){
let data17 = data13.volumeClaimTemplates;
const _errs31 = errors;
if(errors === _errs31){
if(Array.isArray(data17)){
var valid7 = true;
const len2 = data17.length;
for(let i2=0; i2<len2; i2++){
const _errs33 = errors;
if(!(validate44(data17[i2], {instancePath:instancePath+"/volumes/volumeClaimTemplates/" + i2,parentData:data17,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate44.errors : vErrors.concat(validate44.errors);
errors = vErrors.length;
}
var valid7 = _errs33 === errors;
if(!valid7){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/volumes/volumeClaimTemplates",schemaPath:"#/properties/volumes/properties/volumeClaimTemplates/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid6 = _errs31 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/volumes",schemaPath:"#/properties/volumes/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs26 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.kernelParam !== undefined){
const _errs34 = errors;
if(typeof data.kernelParam !== "string"){
validate21.errors = [{instancePath:instancePath+"/kernelParam",schemaPath:"#/properties/kernelParam/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs34 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.tags !== undefined){
let data20 = data.tags;
const _errs36 = errors;
if(errors === _errs36){
if(Array.isArray(data20)){
var valid8 = true;
const len3 = data20.length;
for(let i3=0; i3<len3; i3++){
let data21 = data20[i3];
const _errs38 = errors;
if(errors === _errs38){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.tagKey !== undefined){
const _errs40 = errors;
if(typeof data21.tagKey !== "string"){
validate21.errors = [{instancePath:instancePath+"/tags/" + i3+"/tagKey",schemaPath:"#/properties/tags/items/properties/tagKey/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid9 = _errs40 === errors;
}
else {
var valid9 = true;
}
if(valid9){
if(data21.tagValue !== undefined){
const _errs42 = errors;
if(typeof data21.tagValue !== "string"){
validate21.errors = [{instancePath:instancePath+"/tags/" + i3+"/tagValue",schemaPath:"#/properties/tags/items/properties/tagValue/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid9 = _errs42 === errors;
}
else {
var valid9 = true;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/tags/" + i3,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid8 = _errs38 === errors;
if(!valid8){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs36 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.hostAliases !== undefined){
let data24 = data.hostAliases;
const _errs44 = errors;
if(errors === _errs44){
if(Array.isArray(data24)){
var valid10 = true;
const len4 = data24.length;
for(let i4=0; i4<len4; i4++){
let data25 = data24[i4];
const _errs46 = errors;
if(errors === _errs46){
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.ip !== undefined){
const _errs48 = errors;
if(typeof data25.ip !== "string"){
validate21.errors = [{instancePath:instancePath+"/hostAliases/" + i4+"/ip",schemaPath:"#/properties/hostAliases/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid11 = _errs48 === errors;
}
else {
var valid11 = true;
}
if(valid11){
if(data25.hostnames !== undefined){
const _errs50 = errors;
if(!(validate23(data25.hostnames, {instancePath:instancePath+"/hostAliases/" + i4+"/hostnames",parentData:data25,parentDataProperty:"hostnames",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid11 = _errs50 === errors;
}
else {
var valid11 = true;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/hostAliases/" + i4,schemaPath:"#/properties/hostAliases/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid10 = _errs46 === errors;
if(!valid10){
break;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/hostAliases",schemaPath:"#/properties/hostAliases/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid3 = _errs44 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.dnsPolicy !== undefined){
const _errs51 = errors;
if(typeof data.dnsPolicy !== "string"){
validate21.errors = [{instancePath:instancePath+"/dnsPolicy",schemaPath:"#/properties/dnsPolicy/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid3 = _errs51 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.dnsConfig !== undefined){
let data29 = data.dnsConfig;
const _errs53 = errors;
if(errors === _errs53){
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.nameservers !== undefined){
if(!(validate23(data29.nameservers, {instancePath:instancePath+"/dnsConfig/nameservers",parentData:data29,parentDataProperty:"nameservers",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/dnsConfig",schemaPath:"#/properties/dnsConfig/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs53 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data.logCollectDetail !== undefined){
let data31 = data.logCollectDetail;
const _errs56 = errors;
if(errors === _errs56){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
if(data31.serviceId !== undefined){
const _errs58 = errors;
if(typeof data31.serviceId !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/serviceId",schemaPath:"#/properties/logCollectDetail/properties/serviceId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs58 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.logCollect !== undefined){
const _errs60 = errors;
if(typeof data31.logCollect !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/logCollect",schemaPath:"#/properties/logCollectDetail/properties/logCollect/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs60 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.logPath !== undefined){
const _errs62 = errors;
if(typeof data31.logPath !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/logPath",schemaPath:"#/properties/logCollectDetail/properties/logPath/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs62 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.jsonAnalysis !== undefined){
const _errs64 = errors;
if(typeof data31.jsonAnalysis !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/jsonAnalysis",schemaPath:"#/properties/logCollectDetail/properties/jsonAnalysis/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs64 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.pushLog !== undefined){
const _errs66 = errors;
if(typeof data31.pushLog !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/pushLog",schemaPath:"#/properties/logCollectDetail/properties/pushLog/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs66 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.standard !== undefined){
const _errs68 = errors;
if(typeof data31.standard !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/standard",schemaPath:"#/properties/logCollectDetail/properties/standard/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs68 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.custom !== undefined){
const _errs70 = errors;
if(typeof data31.custom !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/custom",schemaPath:"#/properties/logCollectDetail/properties/custom/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs70 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.logOutputType !== undefined){
const _errs72 = errors;
if(typeof data31.logOutputType !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/logOutputType",schemaPath:"#/properties/logCollectDetail/properties/logOutputType/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs72 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.esIP !== undefined){
const _errs74 = errors;
if(typeof data31.esIP !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/esIP",schemaPath:"#/properties/logCollectDetail/properties/esIP/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs74 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.esPort !== undefined){
let data41 = data31.esPort;
const _errs76 = errors;
if(!(((typeof data41 == "number") && (!(data41 % 1) && !isNaN(data41))) && (isFinite(data41)))){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/esPort",schemaPath:"#/properties/logCollectDetail/properties/esPort/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
var valid13 = _errs76 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.esIndex !== undefined){
const _errs78 = errors;
if(typeof data31.esIndex !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/esIndex",schemaPath:"#/properties/logCollectDetail/properties/esIndex/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs78 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.encrypted !== undefined){
const _errs80 = errors;
if(typeof data31.encrypted !== "boolean"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/encrypted",schemaPath:"#/properties/logCollectDetail/properties/encrypted/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
var valid13 = _errs80 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.esUserName !== undefined){
const _errs82 = errors;
if(typeof data31.esUserName !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/esUserName",schemaPath:"#/properties/logCollectDetail/properties/esUserName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs82 === errors;
}
else {
var valid13 = true;
}
if(valid13){
if(data31.esUserPassword !== undefined){
const _errs84 = errors;
if(typeof data31.esUserPassword !== "string"){
validate21.errors = [{instancePath:instancePath+"/logCollectDetail/esUserPassword",schemaPath:"#/properties/logCollectDetail/properties/esUserPassword/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid13 = _errs84 === errors;
}
else {
var valid13 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath:instancePath+"/logCollectDetail",schemaPath:"#/properties/logCollectDetail/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid3 = _errs56 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate21.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate21.errors = vErrors;
return errors === 0;
}

export const validateUpdate = validate48;
const schema16 = {"$schema":"http://json-schema.org/draft-07/schema#","title":"UpdateRequest","description":"The body of PUT /v2/service/{serviceId} as https://cloud.baidu.com/doc/BEC/s/il2yl74u1 documents it, and of PUT /v1/service/{serviceId}. Unknown keys are ignored, as on the platform.","type":"object","required":["type"],"properties":{"type":{"description":"Lower case on the pages, capitals in the Go SDK.","type":"string","enum":["name","replicas","resource","NAME","REPLICAS","RESOURCE"]},"serviceName":{"type":"string"},"containers":{"type":"array","minItems":1,"items":{"$ref":"create-service.schema.json#/definitions/container"}},"deployInstances":{"type":"array","items":{"$ref":"create-service.schema.json#/definitions/deployInstance"}},"imageRegistrySecrets":{"$ref":"create-service.schema.json#/definitions/names"},"bandwidth":{"type":"number","minimum":0,"maximum":5120},"needIpv6PublicIp":{"description":"A boolean on the page, a string in the Go SDK.","type":["boolean","string"]},"kernelParam":{"type":"string"}}};

function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate49.errors = [{instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.imageAddress !== undefined){
const _errs3 = errors;
if(typeof data.imageAddress !== "string"){
validate49.errors = [{instancePath:instancePath+"/imageAddress",schemaPath:"#/properties/imageAddress/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.imageVersion !== undefined){
const _errs5 = errors;
if(typeof data.imageVersion !== "string"){
validate49.errors = [{instancePath:instancePath+"/imageVersion",schemaPath:"#/properties/imageVersion/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cpu !== undefined){
let data3 = data.cpu;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate49.errors = [{instancePath:instancePath+"/cpu",schemaPath:"#/properties/cpu/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate49.errors = [{instancePath:instancePath+"/cpu",schemaPath:"#/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.memory !== undefined){
let data4 = data.memory;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate49.errors = [{instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate49.errors = [{instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gpu !== undefined){
let data5 = data.gpu;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate49.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate49.errors = [{instancePath:instancePath+"/gpu",schemaPath:"#/properties/gpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workingDir !== undefined){
const _errs13 = errors;
if(typeof data.workingDir !== "string"){
validate49.errors = [{instancePath:instancePath+"/workingDir",schemaPath:"#/properties/workingDir/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.commands !== undefined){
const _errs15 = errors;
if(!(validate23(data.commands, {instancePath:instancePath+"/commands",parentData:data,parentDataProperty:"commands",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.args !== undefined){
const _errs16 = errors;
if(!(validate23(data.args, {instancePath:instancePath+"/args",parentData:data,parentDataProperty:"args",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ports !== undefined){
let data9 = data.ports;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data9)){
var valid1 = true;
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
const _errs19 = errors;
if(!(validate26(data9[i0], {instancePath:instancePath+"/ports/" + i0,parentData:data9,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
errors = vErrors.length;
}
var valid1 = _errs19 === errors;
if(!valid1){
break;
}
}
}
else {
validate49.errors = [{instancePath:instancePath+"/ports",schemaPath:"#/properties/ports/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.envs !== undefined){
let data11 = data.envs;
const _errs20 = errors;
if(errors === _errs20){
if(Array.isArray(data11)){
var valid2 = true;
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
const _errs22 = errors;
if(!(validate28(data11[i1], {instancePath:instancePath+"/envs/" + i1,parentData:data11,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate28.errors : vErrors.concat(validate28.errors);
errors = vErrors.length;
}
var valid2 = _errs22 === errors;
if(!valid2){
break;
}
}
}
else {
validate49.errors = [{instancePath:instancePath+"/envs",schemaPath:"#/properties/envs/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.volumeMounts !== undefined){
let data13 = data.volumeMounts;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data13)){
var valid3 = true;
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
const _errs25 = errors;
if(!(validate33(data13[i2], {instancePath:instancePath+"/volumeMounts/" + i2,parentData:data13,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
var valid3 = _errs25 === errors;
if(!valid3){
break;
}
}
}
else {
validate49.errors = [{instancePath:instancePath+"/volumeMounts",schemaPath:"#/properties/volumeMounts/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate49.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate49.errors = vErrors;
return errors === 0;
}


function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.regionId !== undefined){
const _errs1 = errors;
if(typeof data.regionId !== "string"){
validate56.errors = [{instancePath:instancePath+"/regionId",schemaPath:"#/properties/regionId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.region !== undefined){
const _errs3 = errors;
if(typeof data.region !== "string"){
validate56.errors = [{instancePath:instancePath+"/region",schemaPath:"#/properties/region/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.city !== undefined){
const _errs5 = errors;
if(typeof data.city !== "string"){
validate56.errors = [{instancePath:instancePath+"/city",schemaPath:"#/properties/city/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.serviceProvider !== undefined){
let data3 = data.serviceProvider;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate56.errors = [{instancePath:instancePath+"/serviceProvider",schemaPath:"#/properties/serviceProvider/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((data3 === "BGP") || (data3 === "CHINA_MOBILE")) || (data3 === "CHINA_UNICOM")) || (data3 === "CHINA_TELECOM")) || (data3 === "TRIPLE_LINE")) || (data3 === "INTRA"))){
validate56.errors = [{instancePath:instancePath+"/serviceProvider",schemaPath:"#/properties/serviceProvider/enum",keyword:"enum",params:{allowedValues: schema13.properties.serviceProvider.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replicas !== undefined){
let data4 = data.replicas;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate56.errors = [{instancePath:instancePath+"/replicas",schemaPath:"#/properties/replicas/type",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate56.errors = [{instancePath:instancePath+"/replicas",schemaPath:"#/properties/replicas/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.networkType !== undefined){
const _errs11 = errors;
if(typeof data.networkType !== "string"){
validate56.errors = [{instancePath:instancePath+"/networkType",schemaPath:"#/properties/networkType/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.vpcId !== undefined){
const _errs13 = errors;
if(typeof data.vpcId !== "string"){
validate56.errors = [{instancePath:instancePath+"/vpcId",schemaPath:"#/properties/vpcId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.subnetId !== undefined){
const _errs15 = errors;
if(typeof data.subnetId !== "string"){
validate56.errors = [{instancePath:instancePath+"/subnetId",schemaPath:"#/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.subServiceProviders !== undefined){
const _errs17 = errors;
if(!(validate23(data.subServiceProviders, {instancePath:instancePath+"/subServiceProviders",parentData:data,parentDataProperty:"subServiceProviders",rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate56.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate56.errors = vErrors;
return errors === 0;
}


function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
var valid0 = true;
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
const _errs1 = errors;
if(errors === _errs1){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.name !== undefined){
if(typeof data0.name !== "string"){
validate59.errors = [{instancePath:instancePath+"/" + i0+"/name",schemaPath:"#/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
else {
validate59.errors = [{instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
break;
}
}
}
else {
validate59.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
validate59.errors = vErrors;
return errors === 0;
}


function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.type === undefined) && (missing0 = "type")){
validate48.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.type !== undefined){
let data0 = data.type;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate48.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((data0 === "name") || (data0 === "replicas")) || (data0 === "resource")) || (data0 === "NAME")) || (data0 === "REPLICAS")) || (data0 === "RESOURCE"))){
validate48.errors = [{instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema16.properties.type.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.serviceName !== undefined){
const _errs3 = errors;
if(typeof data.serviceName !== "string"){
validate48.errors = [{instancePath:instancePath+"/serviceName",schemaPath:"#/properties/serviceName/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.containers !== undefined){
let data2 = data.containers;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
if(data2.length < 1){
validate48.errors = [{instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"}];
return false;
}
else {
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs7 = errors;
if(!(validate49(data2[i0], {instancePath:instancePath+"/containers/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate49.errors : vErrors.concat(validate49.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
}
else {
validate48.errors = [{instancePath:instancePath+"/containers",schemaPath:"#/properties/containers/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.deployInstances !== undefined){
let data4 = data.deployInstances;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data4)){
var valid2 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs10 = errors;
if(!(validate56(data4[i1], {instancePath:instancePath+"/deployInstances/" + i1,parentData:data4,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
else {
validate48.errors = [{instancePath:instancePath+"/deployInstances",schemaPath:"#/properties/deployInstances/type",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.imageRegistrySecrets !== undefined){
const _errs11 = errors;
if(!(validate59(data.imageRegistrySecrets, {instancePath:instancePath+"/imageRegistrySecrets",parentData:data,parentDataProperty:"imageRegistrySecrets",rootData}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bandwidth !== undefined){
let data7 = data.bandwidth;
const _errs12 = errors;
if(errors === _errs12){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 5120 || isNaN(data7)){
validate48.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5120},message:"must be <= 5120"}];
return false;
}
else {
if(data7 < 0 || isNaN(data7)){
validate48.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
else {
validate48.errors = [{instancePath:instancePath+"/bandwidth",schemaPath:"#/properties/bandwidth/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.needIpv6PublicIp !== undefined){
let data8 = data.needIpv6PublicIp;
const _errs14 = errors;
if((typeof data8 !== "boolean") && (typeof data8 !== "string")){
validate48.errors = [{instancePath:instancePath+"/needIpv6PublicIp",schemaPath:"#/properties/needIpv6PublicIp/type",keyword:"type",params:{type: schema16.properties.needIpv6PublicIp.type},message:"must be boolean,string"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kernelParam !== undefined){
const _errs16 = errors;
if(typeof data.kernelParam !== "string"){
validate48.errors = [{instancePath:instancePath+"/kernelParam",schemaPath:"#/properties/kernelParam/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate48.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate48.errors = vErrors;
return errors === 0;
}
