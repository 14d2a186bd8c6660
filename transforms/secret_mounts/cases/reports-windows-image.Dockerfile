# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ARG API_TOKEN
RUN curl.exe --header "Authorization: Bearer %API_TOKEN%" https://example.com/tool.zip --output tool.zip
