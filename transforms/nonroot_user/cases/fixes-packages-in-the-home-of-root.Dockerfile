FROM julia:1.10
RUN julia -e 'using Pkg; Pkg.add("HTTP"); Pkg.precompile()'
WORKDIR /app
COPY . .
EXPOSE 8080
CMD ["julia", "server.jl"]
