FROM mcr.microsoft.com/dotnet/aspnet:8.0
COPY out /app
ENTRYPOINT ["dotnet", "/app/Web.dll"]
